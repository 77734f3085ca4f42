import type { FolderScope } from '../flags/flag-types.ts';
import type { NameSeal } from '../name-seal.ts';
import type { Review } from './review-types.ts';

/** The web app's reads with every path sealed on its way in and opened on its way out. */
export function sealedReview(review: Review, seal: NameSeal): Review {
  const scope = ({ within }: { readonly within?: readonly FolderScope[] }) =>
    within ? { within: within.map((folder) => ({ ...folder, path: seal.seal(folder.path) })) } : {};
  return {
    ...review,
    reads: {
      entries: (query) => review.reads.entries({ ...query, ...scope(query) }),
      async unread(query) {
        const { count, files } = await review.reads.unread({ ...query, ...scope(query) });
        return { count, files: files.map((file) => ({ ...file, path: seal.unseal(file.path) })) };
      },
      outcomes: (query) => review.reads.outcomes(scope(query)),
    },
  };
}
