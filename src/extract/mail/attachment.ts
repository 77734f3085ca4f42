import type { Extracted, Place } from '../../model/index.ts';
import { inPart, memberName, note, textBlocks } from '../blocks.ts';
import type { ReadContext } from '../format.ts';
import { isDecoration } from '../images.ts';
import type { Source } from '../source.ts';

/**
 * A file of a message. `inline`: the text of the message shows it by its content id (RFC 2392). A small picture of that kind is a
 * logo or an icon and is noted; as a picture that nothing reads, every signature would make its message one that was not read.
 */
export async function* readMailAttachment(
  source: Source,
  name: string,
  inline: boolean,
  context: ReadContext,
): AsyncIterable<Extracted> {
  if (!inline || !isDecoration(await source.head())) {
    yield* context.recurse(source, name);
    return;
  }
  context.budget.member();
  const place: Place = { members: [...context.place.members, memberName(name)] };
  yield* textBlocks(inPart(place, 'file-name'), name);
  yield note(place, 'decorative-picture', 'a small picture within the text of the message');
}
