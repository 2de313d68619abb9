/** What is wanted of a source beside its files. */
export interface SourceWish {
  /** Of several images the one to open: a name, the beginning of a digest, a platform, or a number from 1. */
  readonly image?: string;
  /** Told how many bytes have been read, again and again, while an archive is read. */
  readonly onRead?: (bytes: number) => void;
}
