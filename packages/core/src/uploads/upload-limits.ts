/** Bounds of a form with files. One that a field exceeds is told by its message, the others end the request. */
export interface UploadLimits {
  /** A larger file is not kept: its field is refused (413, or a message of the validation). PHP: `upload_max_filesize`. Default: 8 MiB. */
  readonly maxFileBytes: number
  /** More files than this are a 400. PHP: `max_file_uploads`. Default: 20. */
  readonly maxFiles: number
  /** A larger body is a 413 while it streams. PHP: `post_max_size`. Default: 32 MiB. */
  readonly maxTotalBytes: number
  /** More text than this in all other fields together is a 413: it is held in memory. Default: 8 MiB. */
  readonly maxTextBytes: number
  /** Other bounds for the files of single fields, by the first part of their name: `gallery` for `gallery[]`. */
  readonly fields: Readonly<Record<string, UploadFieldLimits>>
}

export interface UploadFieldLimits {
  readonly maxFileBytes?: number
  readonly maxFiles?: number
}

const MIB = 1024 * 1024

export const defaultUploadLimits: UploadLimits = {
  maxFileBytes: 8 * MIB,
  maxFiles: 20,
  maxTotalBytes: 32 * MIB,
  maxTextBytes: 8 * MIB,
  fields: {},
}
