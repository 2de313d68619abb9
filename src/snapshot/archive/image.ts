/** Container images: `docker save` archives and OCI image layouts. Layers are stacked, whiteouts carried out. */
import type { MemoryTree } from '../memory-tree.ts';
import { memoryTree } from '../memory-tree.ts';
import { RootUnreadable } from '../root-unreadable.ts';
import type { Budget } from './limits.ts';
import { problemList } from './problems.ts';
import type { TarContent } from './read-tar.ts';

/** Entries of an image's archive that are layers or documents, by the names both formats use. */
export const IMAGE_PART = /^(blobs\/[a-z0-9]+\/[0-9a-f]{32,128}|[0-9a-f]{64}\/layer\.tar|[0-9a-f]{64}\.tar(\.gz)?)$/;
export const IMAGE_DOCUMENT =
  /^(manifest\.json|index\.json|oci-layout|[0-9a-f]{64}\.json|blobs\/[a-z0-9]+\/[0-9a-f]{32,128})$/;
/** Larger documents are no manifest (the image-spec has 4 MiB as what registries must take). */
export const MAX_DOCUMENT = 4 * 1024 * 1024;
/** What is read of an index of indexes. */
const MAX_DOCUMENTS = 100;

/** The parsed document of that name; undefined where there is none, or it is no JSON. */
export type Documents = (name: string) => unknown;

/** What a layer's name is asked for with; undefined: it is missing, or no tar. */
export type Layers = (name: string) => TarContent | undefined | Promise<TarContent | undefined>;

/**
 * The file system of the (first) image.
 * @returns undefined where these documents are no image's
 * @throws RootUnreadable where a layer that the manifest names is missing
 */
export async function stackImage(
  documents: Documents,
  layers: Layers,
  budget: Budget,
  label: string,
): Promise<TarContent | undefined> {
  const images = layerLists(documents);
  const first = images?.[0];
  if (images === undefined || first === undefined) return undefined;
  const problems = problemList();
  const tree = memoryTree(problems.told);
  budget.layers(first.length);
  if (images.length > 1)
    problems.note('several-images', '/', `the archive holds ${images.length} images; the first is read`);
  for (const name of first) {
    const layer = await layers(name);
    if (layer === undefined)
      throw new RootUnreadable(
        `${label}: layer ${name.slice(0, 200)} of the image is missing or no tar; save the image again`,
      );
    problems.addAll(layer.problems);
    stackLayer(tree, layer.tree, budget);
  }
  return { tree, problems: problems.told };
}

/** OCI image-spec, layer.md: whiteouts hide what lower layers hold, never what their own layer adds. */
function stackLayer(tree: MemoryTree, layer: MemoryTree, budget: Budget): void {
  const added: [string, NonNullable<ReturnType<MemoryTree['entry']>>][] = [];
  for (const [path, entry] of layer.entries()) {
    budget.entry();
    const cut = path.lastIndexOf('/');
    const name = path.slice(cut + 1);
    const folder = path.slice(0, cut) || '/';
    const hidden = name.slice('.wh.'.length);
    if (name === '.wh..wh..opq') {
      for (const below of tree.list(folder) ?? []) tree.remove(join(folder, below.name));
    } else if (!name.startsWith('.wh.')) added.push([path, entry]);
    // What aufs keeps for itself, and whiteouts of no name: they hide nothing.
    else if (!/^(|\.|\.\.|\.wh\..*)$/.test(hidden)) tree.remove(join(folder, hidden));
  }
  for (const [path, entry] of added) tree.add(path, entry);
}

function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** Layer names of each image, lowest first: manifest.json of `docker save`, else index.json → manifest (→ nested index). */
function layerLists(documents: Documents): readonly (readonly string[])[] | undefined {
  const docker = documents('manifest.json');
  if (Array.isArray(docker)) {
    const lists = docker.map((image) => strings((image as { Layers?: unknown } | null)?.Layers));
    if (lists.some((list) => list.length > 0)) return lists;
  }
  const lists: string[][] = [];
  const open: unknown[] = [documents('index.json')];
  for (let met = 0; met < open.length && met < MAX_DOCUMENTS; met++) {
    const document = open[met] as { manifests?: unknown; layers?: unknown } | null | undefined;
    if (Array.isArray(document?.manifests))
      for (const digest of digests(document.manifests)) if (open.length < MAX_DOCUMENTS) open.push(documents(digest));
    if (Array.isArray(document?.layers)) lists.push(digests(document.layers));
  }
  return lists.length > 0 ? lists : undefined;
}

/** `sha256:abc` to `blobs/sha256/abc`. */
function digests(descriptors: readonly unknown[]): string[] {
  return descriptors.map((one) => {
    const digest = (one as { digest?: unknown } | null)?.digest;
    return `blobs/${(typeof digest === 'string' ? digest : '').replace(':', '/')}`;
  });
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
