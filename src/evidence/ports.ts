/** Bytes that are read from any place, such as an open file. */
export interface ByteReader {
  readonly size: number
  /** up to `length` bytes from `offset`; fewer only at the end */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** An unpacked bundle. Names are relative, with `/`. */
export interface BundleFolder {
  names(): Promise<readonly string[]>
  /** undefined when there is no such file */
  open(name: string): Promise<ByteReader | undefined>
}

/** A bundle as somebody has it: the archive, or the folder that it was unpacked into. */
export type BundleSource =
  | { readonly kind: 'archive'; readonly file: ByteReader }
  | { readonly kind: 'folder'; readonly folder: BundleFolder }
