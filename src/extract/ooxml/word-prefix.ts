/** Namespaces of WordprocessingML, transitional and strict (ECMA-376 part 1, annex A). */
const DECLARATION =
  /xmlns(?::([\w.-]+))?=["']http:\/\/(?:schemas\.openxmlformats\.org\/wordprocessingml\/2006\/main|purl\.oclc\.org\/ooxml\/wordprocessingml\/main)["']/;

/** Pieces of a part with its elements under the usual prefix `w:`; some writers choose another one, or none. */
export function createPrefixReader(): (piece: string) => string {
  let prefix: string | undefined;
  let carry = '';
  return (piece) => {
    prefix ??= prefixOf(piece);
    if (prefix === 'w') return piece;
    const text = carry + piece;
    // A tag that is cut off waits for its end.
    const open = text.lastIndexOf('<');
    const cut = open >= 0 && text.indexOf('>', open) < 0 && text.length - open < 64 ? open : text.length;
    carry = text.slice(cut);
    const whole = text.slice(0, cut);
    if (prefix === '') return whole.replace(/<(\/?)(?=[A-Za-z]+[\s/>])/g, '<$1w:');
    return whole.replaceAll(`<${prefix}:`, '<w:').replaceAll(`</${prefix}:`, '</w:').replaceAll(` ${prefix}:`, ' w:');
  };
}

function prefixOf(start: string): string {
  const declared = DECLARATION.exec(start);
  return declared ? (declared[1] ?? '') : 'w';
}
