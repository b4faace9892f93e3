/** The types of records that a responder and its client exchange (FastCGI 1.0, 8). */
export const RecordType = {
  beginRequest: 1,
  endRequest: 3,
  params: 4,
  stdin: 5,
  stdout: 6,
  stderr: 7,
} as const

export const FASTCGI_VERSION = 1
export const HEADER_BYTES = 8
/** php-fpm serves one request on a connection at a time, so all of them have the same number. */
export const REQUEST_ID = 1
