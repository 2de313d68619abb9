/** Container images: `docker save` archives and OCI image layouts. Layers are stacked, whiteouts carried out. */
import type { MemoryTree } from '../memory-tree.ts';
import { memoryTree } from '../memory-tree.ts';
import { noSuchPart, RootUnreadable } from '../root-unreadable.ts';
import type { Budget } from './limits.ts';
import { problemList } from './problems.ts';
import type { TarContent } from './read-tar.ts';

/** Entries of an image's archive that are layers or documents, by the names both formats use. */
export const IMAGE_PART = /^(blobs\/[a-z0-9]+\/[0-9a-f]{32,128}|[0-9a-f]{64}\/layer\.tar|[0-9a-f]{64}\.tar(\.gz)?)$/;
const IMAGE_DOCUMENT =
  /^(manifest\.json|index\.json|oci-layout|config\.json|(sha256:)?[0-9a-f]{64}(\.json)?|blobs\/[a-z0-9]+\/[0-9a-f]{32,128})$/;
/** Whether an entry of that name may be a layer or a document. */
export function isOfImage(name: string): boolean {
  // Of a root, most names lie deeper and begin otherwise.
  const cut = name.indexOf('/');
  if (cut >= 0 && cut !== 64 && !name.startsWith('blobs/')) return false;
  return IMAGE_PART.test(name) || IMAGE_DOCUMENT.test(name);
}

/** Larger documents are no manifest (the image-spec has 4 MiB as what registries must take). */
export const MAX_DOCUMENT = 4 * 1024 * 1024;
/** What is read of an index of indexes. */
const MAX_DOCUMENTS = 100;

/** The parsed document of that name; undefined where there is none, or it is no JSON. */
export type Documents = (name: string) => unknown;

/** What a layer's name is asked for with; undefined: it is missing, or no tar. */
export type Layers = (name: string) => TarContent | undefined | Promise<TarContent | undefined>;

/**
 * The file system of the image that is wanted, or of the first.
 * @param wanted a name, the beginning of a digest, a platform (linux/arm64), or the number of an image, from 1
 * @returns undefined where these documents are no image's
 * @throws NoSuchPart where none is called so, or several are; RootUnreadable where a layer that the manifest names is missing
 */
export async function stackImage(
  documents: Documents,
  layers: Layers,
  budget: Budget,
  label: string,
  wanted?: string,
): Promise<TarContent | undefined> {
  const images = imagesOf(documents);
  if (images === undefined) return undefined;
  const called = images.map(({ names }, k) => names[0] ?? String(k + 1)).join(', ');
  const chosen = wanted === undefined ? images[0] : imageCalled(images, wanted);
  if (chosen === undefined) {
    if (wanted === undefined) return undefined;
    throw noSuchPart(
      label,
      '--image',
      wanted,
      'image',
      images.map(({ names }, k) => (names.length > 0 ? names : [String(k + 1)])),
    );
  }
  const problems = problemList();
  const tree = memoryTree(problems.listed);
  budget.layers(chosen.layers.length);
  if (images.length > 1 && wanted === undefined)
    problems.note(
      'several-images',
      '/',
      `the archive holds ${images.length} images; the first is read, --image names another: ${called}`,
    );
  for (const name of chosen.layers) {
    const layer = await layers(name);
    if (layer === undefined)
      throw new RootUnreadable(
        `${label}: layer ${name.slice(0, 200)} of the image is missing or no tar; save the image again`,
      );
    problems.addAll(layer.problems);
    stackLayer(tree, layer.tree, budget);
  }
  const command = commandOf(documents(chosen.config));
  return { tree: command === undefined ? tree : { ...tree, imageCommand: command }, problems: problems.listed };
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

/** An image, by the names that its documents give its parts. */
interface ImageParts {
  /** Lowest first. */
  readonly layers: readonly string[];
  readonly config: string;
  /** What people call it, the best name first: NAME:TAG, its platform, digests. */
  readonly names: readonly string[];
}

/** By number, name (with or without `:latest`), platform, or the beginning of a digest; undefined: none, or several. */
function imageCalled(images: readonly ImageParts[], wanted: string): ImageParts | undefined {
  const digest = /^(sha256:)?[0-9a-f]{6,64}$/.test(wanted) ? wanted.replace(/^sha256:/, '') : undefined;
  const fits = (name: string): boolean =>
    name === wanted || name === `${wanted}:latest` || (digest !== undefined && name.startsWith(`sha256:${digest}`));
  const found = images.filter(({ names }) => names.some(fits));
  if (found.length === 0 && /^[0-9]{1,4}$/.test(wanted)) return images[Number(wanted) - 1];
  return found.length === 1 ? found[0] : undefined;
}

/** Each image: manifest.json of `docker save`, else index.json → manifest (→ nested index). */
function imagesOf(documents: Documents): readonly ImageParts[] | undefined {
  const docker = documents('manifest.json');
  if (Array.isArray(docker)) {
    const images = docker.map((image: { Layers?: unknown; Config?: unknown; RepoTags?: unknown } | null) => {
      const config = typeof image?.Config === 'string' ? image.Config : '';
      const digest = /([0-9a-f]{64})(\.json)?$/.exec(config)?.[1];
      const names = [...strings(image?.RepoTags), ...(digest === undefined ? [] : [`sha256:${digest}`])];
      return { layers: strings(image?.Layers), config, names };
    });
    if (images.some(({ layers }) => layers.length > 0)) return images;
  }
  const images: ImageParts[] = [];
  const open: { readonly document: unknown; readonly names: readonly string[] }[] = [
    { document: documents('index.json'), names: [] },
  ];
  for (let met = 0; met < open.length && met < MAX_DOCUMENTS; met++) {
    const { names = [] } = open[met] ?? {};
    const document = open[met]?.document as
      | { manifests?: unknown; layers?: unknown; config?: unknown }
      | null
      | undefined;
    if (Array.isArray(document?.manifests))
      for (const one of document.manifests)
        if (open.length < MAX_DOCUMENTS && !isAttestation(one))
          open.push({ document: documents(blobOf(one)), names: [...namesOf(one), ...names] });
    if (Array.isArray(document?.layers))
      images.push({ layers: document.layers.map(blobOf), config: blobOf(document.config), names });
  }
  return images.length > 0 ? images : undefined;
}

/** image-spec, annotations.md and descriptor.md: the name that a tool gave it, its platform, its digest. */
function namesOf(descriptor: unknown): readonly string[] {
  const { annotations, platform, digest } = (descriptor ?? {}) as {
    annotations?: Readonly<Record<string, unknown>> | null;
    platform?: { os?: unknown; architecture?: unknown } | null;
    digest?: unknown;
  };
  const known = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'].map((key) => annotations?.[key]);
  const on = platform ? [`${platform.os}/${platform.architecture}`] : [];
  return strings([...known, ...on, digest]);
}

/** What buildx lays beside an image to tell how it was built: a manifest for no platform, whose layers are no file system. */
function isAttestation(descriptor: unknown): boolean {
  const { platform, annotations } = (descriptor ?? {}) as {
    platform?: { os?: unknown } | null;
    annotations?: Readonly<Record<string, unknown>> | null;
  };
  return platform?.os === 'unknown' || annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';
}

/** Labels of images that a machine boots: their command is for a look into them, not for their boot. */
const BOOTED = ['containers.bootc', 'ostree.bootable'];

/**
 * What a container of the image runs as PID 1 (image-spec, config.md): Entrypoint, then Cmd.
 * @returns undefined where the configuration names nothing, or the image is made to be booted by a machine
 */
function commandOf(configuration: unknown): readonly string[] | undefined {
  const { config } = (configuration ?? {}) as {
    config?: { Entrypoint?: unknown; Cmd?: unknown; Labels?: Readonly<Record<string, unknown>> | null } | null;
  };
  if (BOOTED.some((label) => config?.Labels?.[label] !== undefined)) return undefined;
  const command = [...strings(config?.Entrypoint), ...strings(config?.Cmd)];
  return command.length > 0 ? command : undefined;
}

/** A descriptor's digest, `sha256:abc`, to `blobs/sha256/abc`. */
function blobOf(descriptor: unknown): string {
  const digest = (descriptor as { digest?: unknown } | null | undefined)?.digest;
  return `blobs/${(typeof digest === 'string' ? digest : '').replace(':', '/')}`;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
