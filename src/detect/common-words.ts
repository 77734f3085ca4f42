/**
 * Words of ordinary English and Spanish office prose. A literal that is one of them, or a piece of one, is met in every window and
 * tells nothing; in a set it even costs, because a set's states grow with what it has seen.
 */
const COMMON = (
  'the of and to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we ' +
  'when your can said there use an each which she do how their if will up other about out many then them these so some her would make ' +
  'like him into time has look two more write go see number no way could people my than first water been call who now find long down day ' +
  'did get come made may part over new take only little work know place year years live me back give most very after our just name good ' +
  'say great where help through much before line right too any same want show also around form three small set put end does another well ' +
  'must such because here why ask need land home us move try kind hand change off play spell air away page letter mother answer found ' +
  'study still learn should account address report program office last full given legal child family middle print state status country ' +
  'birth born code card security social street date data due under between both against during under while since until within without ' +
  'ending test line level result results score section service services school student general public national local government policy ' +
  'support system provide information business company order issue issues case process person parent payment product project plan type ' +
  'value user users text file files key keys note notes list table field fields title page pages content contact condition conditions ' +
  'para como pero este esta estado nombre fecha lugar pais ultimo ultimos digitos seguro numero persona trabajo servicio programa dear from ' +
  'http https www archive archives achieved served serves documented documents behind reported receive received record records ' +
  'signed sincerely regards class standard science positive negative description east west north south described ended ends road drive court'
).split(' ');

const HAYSTACK = ` ${COMMON.join(' ')} `;

/** Whether a literal stands in ordinary prose all the time: every word of it is a common one, or a piece of one. */
export function isCommon(literal: string): boolean {
  const words = literal
    .toLowerCase()
    .split(/[^\p{L}\p{N}#$]+/u)
    .filter((word) => word !== '');
  return words.every((word) => word.length < 3 || HAYSTACK.includes(word));
}

/** Ordinary sentences: a test that is met in them tells nothing. */
export const ORDINARY_PROSE =
  'In 2010 there were 21 of them, and on May 3, 2012 another 150 came to the office. He has been here since 1998; she was 45 at the time. ' +
  'They said that his name and address had not been given to the state. For more than 30 years it is the same: 12 people work there, 7 of ' +
  'them part time. The program paid 1,200 dollars a month (about 40 a day), see page 12 of the report. Call the front desk at any time.';
