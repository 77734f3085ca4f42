/**
 * What people call each type, in two sets of other words. Misses of both were read while the engine was mended, so neither is a
 * clean hold-out any more. `words` stand in prose, forms and mail; `keys` in data.
 */
export const PHRASES = {
  'us-ssn': {
    a: { words: ['SSN', 'Social Security Number', 'Soc. Sec. No.', 'SS#', 'Social Security #', 'social', 'SSN#', "claimant's SSN", 'Número de Seguro Social', 'Seguro Social', 'Employee SSN'], keys: ['ssn', 'SSN', 'social_security_number', 'SocialSecurityNo', 'emp_ssn', 'soc_sec', 'ssn_number', 'numero_seguro_social', 'SS#'] },
    b: { words: ['Soc Sec Nbr', 'S.S.N.', 'Social Security No', 'SS No.', 'Social Sec. Num.', 'applicant social security number', 'Núm. de Seguro Social', 'No. de Seguro Social', 'Dependent SSN', 'SSN of spouse', 'full SSN'], keys: ['SSNum', 'claimantSsn', 'socialSecurity', 'soc_sec_nbr', 'participant_ssn', 'seguro_social', 'TaxpayerSSN', 'SOC_SEC_NO'] },
  },
  'us-itin': {
    a: { words: ['ITIN', 'Individual Taxpayer Identification Number', 'taxpayer ID', 'SSN/ITIN', 'SSN'], keys: ['itin', 'ITIN', 'ssn_itin', 'taxpayer_id'] },
    b: { words: ['ITIN number', 'ITIN #', 'TIN', 'SSN or ITIN', 'Número de Identificación Personal del Contribuyente'], keys: ['itin_no', 'ItinNumber', 'ssn_or_itin', 'tin'] },
  },
  'payment-card': {
    a: { words: ['Credit card', 'card number', 'Visa', 'cc#', 'MasterCard', 'card on file', 'debit card', 'Número de tarjeta', 'P-card'], keys: ['card_number', 'creditCard', 'cc_num', 'cardNumber', 'pan'] },
    b: { words: ['Credit Card No.', 'CC number', 'card no', 'purchasing card', 'AMEX', 'Card #', 'Tarjeta de crédito', 'bank card number'], keys: ['CreditCardNumber', 'card_no', 'ccnumber', 'payment_card', 'debit_card_no'] },
  },
  'aba-routing': {
    a: { words: ['Routing number', 'ABA', 'routing #', 'bank routing', 'RTN', 'Número de ruta'], keys: ['routing_number', 'aba', 'routing', 'bankRouting'] },
    b: { words: ['Routing No.', 'ABA number', 'Routing/Transit', 'routing transit number', 'ABA routing #', 'Numero de ruta bancaria'], keys: ['routing_no', 'abaNumber', 'rtn', 'routingTransitNumber'] },
  },
  iban: {
    a: { words: ['IBAN', 'International Bank Account Number', 'bank account'], keys: ['iban', 'IBAN'] },
    b: { words: ['IBAN no.', 'her IBAN', 'Cuenta IBAN'], keys: ['iban_number', 'accountIban'] },
  },
  'medicare-mbi': {
    a: { words: ['MBI', 'Medicare number', 'Medicare Beneficiary Identifier', 'Medicare card'], keys: ['mbi', 'medicare_number', 'MedicareId'] },
    b: { words: ['Medicare No.', 'Medicare ID', 'MBI #', 'Número de Medicare'], keys: ['mbi_number', 'medicareBeneficiaryId', 'medicare_no'] },
  },
  'us-bank-account': {
    a: { words: ['Account number', 'checking account', 'savings acct', 'bank account no.', 'direct deposit account', 'Número de cuenta'], keys: ['account_number', 'bank_account', 'acct_no', 'checkingAccount'] },
    b: { words: ['Acct #', 'Bank acct number', 'checking acct no', 'savings account number', 'Cuenta bancaria', 'deposit account'], keys: ['accountNumber', 'bank_acct_no', 'dd_account', 'savings_account'] },
  },
  'us-driver-license': {
    a: { words: ["Driver's License", 'DL#', 'driver license number', 'MO DL', 'Licencia de conducir'], keys: ['driver_license', 'dl_number', 'driversLicense', 'DLN'] },
    b: { words: ["driver's lic. no.", 'DL No', 'Drivers License #', 'operator license', 'Licencia de manejar', 'state ID number'], keys: ['dl_no', 'driverLicenseNumber', 'drivers_license_no', 'cdl_number'] },
  },
  'us-passport': {
    a: { words: ['Passport number', 'US passport', 'Passport No.', 'Pasaporte'], keys: ['passport', 'passport_number', 'passportNo'] },
    b: { words: ['passport #', 'Passport book number', 'U.S. Passport no', 'Número de pasaporte'], keys: ['passport_no', 'passportNumber', 'us_passport'] },
  },
  'uscis-a-number': {
    a: { words: ['Alien number', 'A-Number', 'USCIS number', 'Alien registration number'], keys: ['alien_number', 'a_number', 'uscis_number'] },
    b: { words: ['USCIS #', 'Alien Reg. No.', 'alien registration #', 'Número de extranjero'], keys: ['alienRegistrationNumber', 'aNumber', 'uscis_no'] },
  },
  'us-npi': { a: { words: ['NPI', 'National Provider Identifier'], keys: ['npi', 'provider_npi'] }, b: { words: ['NPI #', 'NPI number'], keys: ['npi_number', 'npiNumber'] } },
  'dea-number': { a: { words: ['DEA', 'DEA number'], keys: ['dea', 'dea_number'] }, b: { words: ['DEA #', 'DEA registration'], keys: ['dea_no', 'deaNumber'] } },
  'us-ein': { a: { words: ['EIN', 'FEIN', 'Employer Identification Number'], keys: ['ein', 'fein'] }, b: { words: ['Federal EIN', 'employer ID number', 'FEIN #'], keys: ['employer_ein', 'federalEin'] } },
  'date-of-birth': {
    a: { words: ['DOB', 'Date of Birth', 'Birthdate', 'Fecha de nacimiento', 'born'], keys: ['dob', 'date_of_birth', 'birthDate', 'fecha_nacimiento'] },
    b: { words: ['D.O.B.', 'birth date', 'Date of birth (mm/dd/yyyy)', 'Fecha de nac.', 'birthday'], keys: ['birth_dt', 'dateOfBirth', 'bdate', 'client_dob'] },
  },
  'phone-number': {
    a: { words: ['Phone', 'cell', 'Home phone', 'Teléfono', 'call'], keys: ['phone', 'phone_number', 'cellPhone'] },
    b: { words: ['Tel.', 'mobile', 'Daytime phone', 'Celular', 'reach her at'], keys: ['telephone', 'mobile_no', 'homePhone'] },
  },
  'email-address': { a: { words: ['E-mail', 'email', 'Correo electrónico'], keys: ['email', 'emailAddress'] }, b: { words: ['Email address', 'write to', 'Correo'], keys: ['email_addr', 'contactEmail'] } },
  'postal-address': {
    a: { words: ['Address', 'Mailing address', 'lives at', 'Dirección', 'Home address'], keys: ['address', 'mailing_address', 'homeAddress'] },
    b: { words: ['Residence', 'Street address', 'resides at', 'Domicilio', 'moved to'], keys: ['addr1', 'street_address', 'residenceAddress'] },
  },
  'medical-record-number': { a: { words: ['MRN', 'Medical record number', 'chart number'], keys: ['mrn', 'medical_record_no'] }, b: { words: ['Medical Record #', 'Patient ID', 'chart no.'], keys: ['patient_mrn', 'medicalRecordNumber'] } },
  'health-insurance-id': { a: { words: ['Member ID', 'Subscriber ID', 'Medicaid number', 'DCN'], keys: ['member_id', 'subscriber_id'] }, b: { words: ['Insurance ID', 'Health plan ID', 'Medicaid ID', 'subscriber number'], keys: ['medicaid_id', 'insuranceId'] } },
  'case-management-id': { a: { words: ['Participant ID', 'MoJobs ID', 'WIOA application number'], keys: ['participant_id', 'mojobs_id'] }, b: { words: ['Toolbox ID', 'participant number', 'Client ID'], keys: ['participantId', 'client_id'] } },
  'ui-claimant-id': { a: { words: ['Claimant ID', 'UI claim number'], keys: ['claimant_id', 'ui_claim_no'] }, b: { words: ['claimant number', 'unemployment claim number'], keys: ['claimantId', 'ui_claim_number'] } },
  'uscis-receipt': { a: { words: ['Receipt number', 'USCIS receipt'], keys: ['receipt_number'] }, b: { words: ['case receipt', 'I-797 receipt no.'], keys: ['uscis_receipt'] } },
  'dod-id': { a: { words: ['DoD ID', 'EDIPI'], keys: ['edipi', 'dod_id'] }, b: { words: ['DoD ID number', 'DOD ID No.'], keys: ['dod_id_number'] } },
  'username-password': { a: { words: ['Password', 'MoJobs password', 'Contraseña'], keys: ['password'] }, b: { words: ['passwd', 'temporary password', 'pwd'], keys: ['user_password', 'pwd'] } },
  'person-name': { a: { words: ['Name', 'Applicant', 'Claimant name', 'Nombre'], keys: ['name', 'full_name', 'claimant_name'] }, b: { words: ['Full name', 'Participant', 'Nombre completo', 'Employee name'], keys: ['fullName', 'participant_name', 'client_name'] } },
};

/** Sentences and lines around a value. `{L}` the words, `{V}` the value. */
export const PROSE = {
  a: [
    'The intake sheet lists {L} {V} for the applicant.',
    '{L}: {V}',
    'Please update the file: {L} {V}, then close the ticket with the front desk.',
    'We were given {L} {V} over the telephone.',
    '{L} = {V}',
    '{L} is {V} and the card was copied.',
    'She wrote that her {L} was {V}.',
    '- {L}: {V}',
    '{L} - {V}',
    '({L} {V})',
    '{L}: "{V}"',
    "{L}: '{V}'",
  ],
  b: [
    'Per our talk this morning the {L} to use is {V}.',
    '{L}; {V}',
    '{L}  {V}',
    'Voicemail transcript: my {L} is {V} thank you bye',
    '* {L} -> {V}',
    '[{L}] {V}',
    'Re: {L} {V} missing from packet',
    'Kindly verify {L}: {V}.',
    '{L} on record: {V}',
    '<{L}> {V}',
  ],
};

export const FORMS = {
  a: ['Status: open\n{L}: {V}\nCounselor: pending\n', 'INTAKE FORM\n\n{L}\n{V}\n\nProgram: Adult\n', '{L} ........ {V}\nOffice ....... North\n', '| {L} | {V} |\n| Office | North |\n', '{L}\t{V}\nOffice\tNorth\n'],
  b: ['1. Office: South\n2. {L}: {V}\n3. Program: Youth\n', 'SECTION B\n{L}:\n    {V}\nOffice:\n    East\n', '{L} ____{V}____\n', '□ yes  □ no   {L}: {V}   Program: Adult\n', '{L}..: {V}\n'],
};

export const MAIL = {
  a: ['From: intake desk\nTo: records\nSubject: file update\n\nHi team,\n\nthe {L} you asked for is {V}.\n\nThank you\n', 'Subject: new enrollment\n\n> {L}: {V}\n> Program: Adult\n\nPlease confirm.\n'],
  b: ['Subject: RE: RE: packet\n\nGood morning,\nattached is the packet. {L}: {V}. Let me know if anything is missing.\n', 'Subject: missing item\n\nWe still need a copy of the card. ({L}: {V})\nRegards\n'],
};
