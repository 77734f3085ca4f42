/** Elements that only hold others. */
const HOLDER = /^(?:\w+:)?(?:comments|authors|commentList|Properties|people|personList|ThreadedComments)$/;
const DECLARATION = /^\ufeff?\s*<\?xml(?:\s+(?:version|encoding|standalone)="[\w.-]*")*\s*\?>/;
const TAG = /<\/?([\w:]+)((?:\s+[\w:]+="[^"]*")*)\s*\/?>/g;
const NAMESPACE =
  /^(?:https?:\/\/(?:schemas\.(?:openxmlformats\.org|microsoft\.com)|purl\.oclc\.org|www\.w3\.org)\/[A-Za-z0-9/._-]*|urn:schemas-microsoft-com:[a-z:]*)$/;

/**
 * Whether a part of an Office package holds no comment, no property and no person: nothing but empty holders under the namespaces of
 * Office Open XML (ECMA-376). Anything unusual, an XML comment or a strange name too, is content. Pure.
 */
export function isEmptyPart(xml: string): boolean {
  let isEmpty = true;
  const rest = xml.replace(DECLARATION, '').replace(TAG, (_tag, name: string, attributes: string) => {
    isEmpty &&= HOLDER.test(name) && [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].every(isOfFormat);
    return '';
  });
  return isEmpty && rest.trim() === '';
}

function isOfFormat([, name = '', value = '']: RegExpMatchArray): boolean {
  if (/^(?:\w+:)?Ignorable$/.test(name)) return /^(?:[a-z]\w{0,7}(?: |$)){0,20}$/.test(value);
  return /^xmlns(?::[a-z]\w{0,7})?$/.test(name) && NAMESPACE.test(value) && !/\d{5}/.test(value);
}
