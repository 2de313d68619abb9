/** Container images: `docker save` archives and OCI image layouts. Layers are stacked, whiteouts carried out. */
import type { MemoryTree } from '../memory-tree.ts';
import { memoryTree } from '../memory-tree.ts';
import { RootUnreadable } from '../root-unreadable.ts';
import type { SnapshotProblem } from '../snapshot.ts';
import type { TarContent } from './read-tar.ts';

/** What was met of an image: its layers by name, its JSON documents by name. */
export interface ImageParts {
  readonly layers: ReadonlyMap<string, TarContent>;
  readonly documents: ReadonlyMap<string, unknown>;
}

/** Entries of an image's archive that are layers or documents, by the names both formats use. */
export const IMAGE_PART = /^(blobs\/[a-z0-9]+\/[0-9a-f]{32,}|[0-9a-f]{64}\/layer\.tar|[0-9a-f]{64}\.tar(\.gz)?)$/;
export const IMAGE_DOCUMENT =
  /^(manifest\.json|index\.json|oci-layout|[0-9a-f]{64}\.json|blobs\/[a-z0-9]+\/[0-9a-f]{32,})$/;

/**
 * The file system of the (first) image.
 * @returns undefined where these parts are no image
 * @throws RootUnreadable where a layer that the manifest names is missing
 */
export function stackImage(parts: ImageParts, label: string): TarContent | undefined {
  const images = layerLists(parts);
  const first = images?.[0];
  if (images === undefined || first === undefined) return undefined;
  const problems: SnapshotProblem[] = [];
  const tree = memoryTree(problems);
  if (images.length > 1)
    problems.push({
      code: 'several-images',
      file: '/',
      message: `the archive holds ${images.length} images; the first is read`,
    });
  for (const name of first) {
    const layer = parts.layers.get(name);
    if (layer === undefined)
      throw new RootUnreadable(`${label}: layer ${name} of the image is missing or no tar; save the image again`);
    problems.push(...layer.problems);
    stackLayer(tree, layer.tree);
  }
  return { tree, problems };
}

/** OCI image-spec, layer.md: whiteouts hide what lower layers hold, never what their own layer adds. */
function stackLayer(tree: MemoryTree, layer: MemoryTree): void {
  const added: [string, NonNullable<ReturnType<MemoryTree['entry']>>][] = [];
  for (const [path, entry] of layer.entries()) {
    const cut = path.lastIndexOf('/');
    const name = path.slice(cut + 1);
    const folder = path.slice(0, cut) || '/';
    if (name === '.wh..wh..opq') {
      for (const { name: hidden } of tree.list(folder) ?? [])
        tree.remove(folder === '/' ? `/${hidden}` : `${folder}/${hidden}`);
    } else if (name.startsWith('.wh.')) tree.remove(`${folder === '/' ? '' : folder}/${name.slice(4)}`);
    else added.push([path, entry]);
  }
  for (const [path, entry] of added) tree.add(path, entry);
}

/** Layer names of each image, lowest first: manifest.json of `docker save`, else index.json → manifest (→ nested index). */
function layerLists({ documents }: ImageParts): readonly (readonly string[])[] | undefined {
  const docker = documents.get('manifest.json');
  if (Array.isArray(docker)) return docker.map((image) => strings((image as { Layers?: unknown }).Layers));
  const lists: string[][] = [];
  const open: unknown[] = [documents.get('index.json')];
  for (let met = 0; open.length > 0 && met < 1000; met++) {
    const document = open.shift() as { manifests?: unknown; layers?: unknown } | undefined;
    if (Array.isArray(document?.manifests))
      for (const { digest } of document.manifests as { digest?: unknown }[]) open.push(documents.get(blobOf(digest)));
    if (Array.isArray(document?.layers))
      lists.push((document.layers as { digest?: unknown }[]).map(({ digest }) => blobOf(digest)));
  }
  return lists.length > 0 ? lists : undefined;
}

/** `sha256:abc` to `blobs/sha256/abc`. */
function blobOf(digest: unknown): string {
  return `blobs/${String(digest).replace(':', '/')}`;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
