/** Which image a helper container is made from. Only an image that is on the engine already is ever used without a question. */
import { fieldsOf, isRecord } from '../model/raw.ts';

export interface HelperImage {
  /** Such as `busybox:stable`. */
  readonly reference: string;
  /** Whether the engine has it; otherwise it would have to be fetched. */
  readonly present: boolean;
}

/** Small images that have `sleep` and can read files or ask names, the best first. Only these very repositories: a name that ends alike may hold anything. */
const repositories = ['busybox', 'alpine', 'nicolaka/netshoot', 'debian', 'ubuntu'];
/** What is offered for fetching where the engine has none of them. */
const offered = 'busybox:stable';

/**
 * The image that the setting names; without one the first of `repositories` that the engine has, of several tags the smallest image,
 * then the first by name. Never rejects whatever the answer to `GET /images/json` is.
 */
export function chooseHelperImage(images: unknown, setting: string): HelperImage {
  const tags = tagsOf(images);
  if (setting !== '') {
    const reference = withTag(setting);
    return { reference, present: tags.some((tag) => plain(tag.reference) === plain(reference)) };
  }
  const known = tags
    .map((tag) => ({ ...tag, rank: repositories.indexOf(plain(tag.reference).replace(/:[^:/]*$/, '')) }))
    .filter(({ rank }) => rank >= 0)
    .sort((one, other) => one.rank - other.rank || one.size - other.size || (one.reference < other.reference ? -1 : 1));
  return known[0] ? { reference: known[0].reference, present: true } : { reference: offered, present: false };
}

function tagsOf(images: unknown): readonly { readonly reference: string; readonly size: number }[] {
  if (!Array.isArray(images)) return [];
  return images.filter(isRecord).flatMap((image) => {
    const fields = fieldsOf(image, () => {});
    const size = fields.number('Size') ?? Number.POSITIVE_INFINITY;
    const references = [...fields.texts('RepoTags'), ...fields.texts('RepoDigests'), fields.text('Id')];
    return references
      .filter((reference) => reference !== '' && !reference.includes('<none>'))
      .map((reference) => ({ reference, size }));
  });
}

/** Podman and some mirrors spell the registry out. */
function plain(reference: string): string {
  return reference.replace(/^docker\.io\//, '').replace(/^library\//, '');
}

function withTag(reference: string): string {
  return /[:@][^/]+$/.test(reference) ? reference : `${reference}:latest`;
}
