/** What a check of a bundle found wrong. `from` and `to` count bytes of the file, `to` not included; times are milliseconds since 1970. */
export type BundleFinding =
  /** a fragment of footage is not the one that was exported */
  | {
      readonly code: 'footage-altered'
      readonly file: string
      readonly from: number
      readonly to: number
      readonly camera: string
      readonly label: string
      readonly wallFrom: number
      readonly wallTo: number
      readonly epoch: string
      readonly leaf: number
      readonly fragment: number
    }
  /** the beginning of a footage file, which says how to decode it */
  | { readonly code: 'header-altered'; readonly file: string; readonly from: number; readonly to: number }
  | { readonly code: 'file-altered'; readonly file: string }
  | { readonly code: 'file-missing'; readonly file: string }
  /** a file that the manifest does not name */
  | { readonly code: 'file-extra'; readonly file: string }
  /** `bytes` are there of the `expected` */
  | { readonly code: 'file-length'; readonly file: string; readonly bytes: number; readonly expected: number }
  | { readonly code: 'manifest-missing' }
  /** not a manifest, or one that contradicts itself */
  | { readonly code: 'manifest-unreadable'; readonly detail: string }
  /** `manifest.json` was altered after it was packed: its own checksum in the archive does not fit */
  | { readonly code: 'manifest-altered' }
  /** `manifest.sig` was altered after it was packed, or is not 64 bytes long */
  | { readonly code: 'signature-altered' }
  /** manifest and signature do not fit: one of them was altered, or another key signed */
  | { readonly code: 'signature-wrong' }
  /** `public-key.txt` is missing or does not say what it should */
  | { readonly code: 'key-unreadable' }
  /** sound in itself, but not signed by the key that was asked for */
  | { readonly code: 'key-not-trusted'; readonly fingerprint: string; readonly expected: string }
  /** a file of `ledger/` is missing or not of its form */
  | { readonly code: 'proof-unreadable'; readonly file: string }
  /** the entry is not in the ledger that the checkpoint signs for */
  | { readonly code: 'proof-wrong'; readonly reason: string }
  /** the ledger's entry tells of something else than the manifest */
  | { readonly code: 'entry-mismatch'; readonly field: string }
  /** the end of the archive, with its table of contents, is missing or damaged: most often a copy that was cut short */
  | { readonly code: 'archive-incomplete'; readonly bytes: number }
  /** bytes of the archive around the files */
  | {
      readonly code: 'archive-altered'
      readonly part: ArchivePart
      readonly offset: number
      readonly file: string | null
    }
  /** the archive's checksum of a file whose content is right */
  | { readonly code: 'checksum-altered'; readonly file: string }

export type ArchivePart = 'local-header' | 'descriptor' | 'directory' | 'end' | 'gap'
