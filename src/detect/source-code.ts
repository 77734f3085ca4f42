/** How much text on each side says whether it is source code, in characters. */
const REACH = 500;

/** Signs of program text that notes, forms, mail and data do not have. */
const SIGNS: readonly RegExp[] = [
  /=>/,
  /[\w$\])]\(["'`)]/,
  /\);?\s*$/m,
  /\b(?:const|let|var|function|return|import|export|def|class|public|private|static|void|expect|assert|describe|require)\b[ (]/,
  /[=!]==?\s/,
  /[{;]\s*$/m,
];
const LEAST_SIGNS = 3;

/** Whether a place of a text lies in source code. Constant cost. */
export function isInCode(text: string, start: number, end: number): boolean {
  const around = text.slice(Math.max(0, start - REACH), Math.min(text.length, end + REACH));
  return SIGNS.filter((sign) => sign.test(around)).length >= LEAST_SIGNS;
}
