import { abaRouting } from './aba-routing.ts';
import { calendarDate } from './calendar-date.ts';
import { emailAddress, ipAddress, nanpPhone } from './contact.ts';
import { deaNumber, medicareMbi, usNpi } from './health-number.ts';
import { iban } from './iban.ts';
import { paymentCard } from './payment-card.ts';
import { personName } from './person-name.ts';
import { passwordValue, secretEntropy } from './secret-value.ts';
import { usAtin, usEin, usItin } from './taxpayer-number.ts';
import { passportMrz, uscisReceipt, usPassport } from './travel-document.ts';
import { ssnLastFour, usSsn } from './us-ssn.ts';
import type { Validator } from './validator.ts';

/** Validators by the name that pattern files use. A pattern that names another one does not load. */
export const VALIDATORS: Readonly<Record<string, Validator>> = {
  'us-ssn': usSsn,
  'ssn-last-four': ssnLastFour,
  'us-itin': usItin,
  'us-atin': usAtin,
  'us-ein': usEin,
  'payment-card': paymentCard,
  'aba-routing': abaRouting,
  iban,
  'medicare-mbi': medicareMbi,
  'us-npi': usNpi,
  'dea-number': deaNumber,
  'passport-mrz': passportMrz,
  'us-passport': usPassport,
  'uscis-receipt': uscisReceipt,
  'calendar-date': calendarDate,
  'nanp-phone': nanpPhone,
  'email-address': emailAddress,
  'ip-address': ipAddress,
  'person-name': personName,
  'password-value': passwordValue,
  'secret-entropy': secretEntropy,
};

export { parseCalendarDay } from './calendar-date.ts';
export type { Validator } from './validator.ts';
