import { describe, expect, it } from 'vitest';
import { parseCalendarDay, VALIDATORS } from '../../src/detect/validators/index.ts';

function verdictOf(name: string, value: string): string {
  const validator = VALIDATORS[name];
  if (!validator) throw new Error(`no validator ${name}`);
  return validator.check(value).verdict;
}

const VERDICTS: readonly (readonly [validator: string, value: string, verdict: 'valid' | 'sample' | 'invalid'])[] = [
  ['us-ssn', '212-44-5678', 'valid'],
  ['us-ssn', '812 44 5678', 'valid'],
  ['us-ssn', '001-01-0001', 'valid'],
  ['us-ssn', '899.99.9999', 'valid'],
  ['us-ssn', '000-12-3456', 'invalid'],
  ['us-ssn', '666-12-3456', 'invalid'],
  ['us-ssn', '900-12-3456', 'invalid'],
  ['us-ssn', '123-00-4567', 'invalid'],
  ['us-ssn', '123-45-0000', 'invalid'],
  ['us-ssn', '078-05-1120', 'sample'],
  ['us-ssn', '219-09-9999', 'sample'],
  ['us-ssn', '457-55-5462', 'sample'],
  ['us-ssn', '123456789', 'sample'],
  ['us-ssn', '222-22-2222', 'sample'],
  ['us-ssn', '987-65-4321', 'invalid'],
  ['us-ssn', '12345678', 'valid'],
  ['us-ssn', '1234567', 'valid'],
  ['us-ssn', '12-345678', 'invalid'],
  ['us-ssn', '2124456789', 'invalid'],
  ['ssn-last-four', '4471', 'valid'],
  ['ssn-last-four', '0000', 'invalid'],
  ['us-itin', '900-50-0000', 'valid'],
  ['us-itin', '999-99-9999', 'valid'],
  ['us-itin', '912-65-1234', 'valid'],
  ['us-itin', '912-66-1234', 'invalid'],
  ['us-itin', '912-89-1234', 'invalid'],
  ['us-itin', '912-93-1234', 'invalid'],
  ['us-itin', '812-65-1234', 'invalid'],
  ['us-atin', '912-93-1234', 'valid'],
  ['us-atin', '912-92-1234', 'invalid'],
  ['us-ein', '43-1234567', 'valid'],
  ['us-ein', '07-1234567', 'invalid'],
  ['us-ein', '97-1234567', 'invalid'],
  ['payment-card', '4111111111111111', 'sample'],
  ['payment-card', '5555 5555 5555 4444', 'sample'],
  ['payment-card', '3782-822463-10005', 'sample'],
  ['payment-card', '6011111111111117', 'sample'],
  ['payment-card', '2223003122003222', 'sample'],
  ['payment-card', '5302849176035511', 'valid'],
  ['payment-card', '3714-820653-91741', 'valid'],
  ['payment-card', '4111111111111112', 'invalid'],
  ['payment-card', '1234567812345670', 'invalid'],
  ['payment-card', '0000000000000000', 'invalid'],
  ['payment-card', '411111111111111', 'invalid'],
  ['aba-routing', '111000025', 'valid'],
  ['aba-routing', '123456780', 'valid'],
  ['aba-routing', '112000025', 'invalid'],
  ['aba-routing', '123456789', 'invalid'],
  ['aba-routing', '551000020', 'invalid'],
  ['aba-routing', '000000000', 'invalid'],
  ['iban', 'GB82 WEST 1234 5698 7654 32', 'valid'],
  ['iban', 'GB82 WEST 1234 5698 7654 33', 'invalid'],
  ['iban', 'de89370400440532013000', 'valid'],
  ['iban', 'DE8937040044053201300', 'invalid'],
  ['iban', 'ZZ89370400440532013000', 'invalid'],
  ['medicare-mbi', '4XY7-PK2-RM44', 'valid'],
  ['medicare-mbi', '1EG4-TE5-MK73', 'sample'],
  ['medicare-mbi', '0EG4TE5MK73', 'invalid'],
  ['medicare-mbi', '1SG4TE5MK73', 'invalid'],
  ['us-npi', '1234567893', 'valid'],
  ['us-npi', '1234567890', 'invalid'],
  ['us-npi', '3234567893', 'invalid'],
  ['dea-number', 'AB1234563', 'valid'],
  ['dea-number', 'AB1234567', 'invalid'],
  ['dea-number', 'QB1234563', 'invalid'],
  ['passport-mrz', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10', 'valid'],
  ['passport-mrz', 'L898902C36UTO7408123F1204159ZE184226B<<<<<10', 'invalid'],
  ['us-passport', 'A44713098', 'valid'],
  ['us-passport', '000000000', 'invalid'],
  ['us-passport', 'L898902C37UTO7408122F1204159ZE184226B<<<<<10', 'invalid'],
  ['uscis-receipt', 'IOE0944713098', 'valid'],
  ['uscis-receipt', 'ABC0944713098', 'invalid'],
  ['nanp-phone', '(573) 442-0198', 'valid'],
  ['nanp-phone', '1-573-442-0198 x12', 'valid'],
  ['nanp-phone', '+52 55 4471 3098', 'valid'],
  ['nanp-phone', '442-0198', 'valid'],
  ['nanp-phone', '173-442-0198', 'invalid'],
  ['nanp-phone', '573-142-0198', 'invalid'],
  ['nanp-phone', '57344201980', 'invalid'],
  ['email-address', 'r.ortega@agency.org', 'valid'],
  ['email-address', 'logo@2x.png', 'invalid'],
  ['email-address', 'a..b@agency.org', 'invalid'],
  ['ip-address', '10.44.71.30', 'valid'],
  ['ip-address', '300.44.71.30', 'invalid'],
  ['ip-address', '127.0.0.1', 'sample'],
  ['ip-address', '2600:1702:44a0:71b0:9c3d:88ff:fe20:44b1', 'valid'],
  ['ip-address', '12:30:45', 'invalid'],
  ['calendar-date', '02/29/1980', 'valid'],
  ['calendar-date', '02/29/1981', 'invalid'],
  ['calendar-date', '13/13/1981', 'invalid'],
  ['calendar-date', '04/21/1758', 'invalid'],
  ['password-value', 'Tr0ut-lake77', 'valid'],
  ['password-value', 'string', 'invalid'],
  ['password-value', '********', 'invalid'],
  ['password-value', 'process.env.PASSWORD', 'invalid'],
  ['secret-entropy', 'f4J8kQ2mX7pL9vT3wZ6nB1cR5yD0hG', 'valid'],
  ['secret-entropy', 'AKIAIOSFODNN7EXAMPLE', 'sample'],
  ['secret-entropy', 'process.env.API_KEY', 'invalid'],
  ['secret-entropy', 'a1a1a1a1a1a1a1a1a1a1a1a1', 'invalid'],
  ['person-name', 'Rosa Ortega', 'valid'],
  ['person-name', 'Jefferson County Health Department', 'invalid'],
];

describe('validators', () => {
  it.each(VERDICTS)('%s calls %s %s', (validator, value, verdict) => {
    expect(verdictOf(validator, value)).toBe(verdict);
  });

  it('passes no more random values than the chance rate says', () => {
    let seed = 42;
    const digit = (): string => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return String(Math.floor(seed / 65536) % 10);
    };
    const passRate = (name: string, length: number): number => {
      let passed = 0;
      for (let i = 0; i < 20_000; i += 1) {
        if (verdictOf(name, Array.from({ length }, digit).join('')) !== 'invalid') passed += 1;
      }
      return passed / 20_000;
    };
    expect(passRate('us-ssn', 9)).toBeCloseTo(VALIDATORS['us-ssn']?.chanceRate ?? 0, 1);
    expect(passRate('aba-routing', 9)).toBeCloseTo(VALIDATORS['aba-routing']?.chanceRate ?? 0, 1);
    expect(passRate('us-npi', 10)).toBeCloseTo(VALIDATORS['us-npi']?.chanceRate ?? 0, 1);
    expect(passRate('us-ein', 9)).toBeCloseTo(VALIDATORS['us-ein']?.chanceRate ?? 0, 1);
  });

  it('never puts the value into its words', () => {
    for (const [name, value] of VERDICTS) {
      if (value.length > 4) expect(VALIDATORS[name]?.check(value).says).not.toContain(value);
    }
  });

  it.each([
    ['4/21/58', { year: 1958, month: 4, day: 21 }],
    ['21.04.1958', { year: 1958, month: 4, day: 21 }],
    ['1958-04-21T00:00:00', { year: 1958, month: 4, day: 21 }],
    ['April 21st, 1958', { year: 1958, month: 4, day: 21 }],
    ['21 de abril de 1958', { year: 1958, month: 4, day: 21 }],
    ['1 enero 2001', { year: 2001, month: 1, day: 1 }],
    ['2014-JAN-02', { year: 2014, month: 1, day: 2 }],
    ['19580421', { year: 1958, month: 4, day: 21 }],
    ['04211958', { year: 1958, month: 4, day: 21 }],
    ['5/6/29', { year: 2029, month: 5, day: 6 }],
    ['5/6/30', { year: 1930, month: 5, day: 6 }],
  ])('reads %s as a day', (text, day) => {
    expect(parseCalendarDay(text)).toEqual(day);
  });

  it('knows given names and surnames, and doubts everyday words', () => {
    const evidence = (name: string): number => VALIDATORS['person-name']?.check(name).evidence ?? 0;
    expect(evidence('Rosa Ortega')).toBeGreaterThan(evidence('Rosa Xqwzt'));
    expect(evidence('Rosa Xqwzt')).toBeGreaterThan(evidence('Xqwzt Vrrbl'));
    expect(evidence('Grant Young')).toBeLessThan(0);
  });
});
