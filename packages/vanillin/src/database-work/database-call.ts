/** Database work that a person asks for, from the command line or by a key in the development server. */
export type DatabaseCall =
  | { readonly command: 'migrate' }
  | { readonly command: 'migrate:rollback'; readonly steps: number | undefined }
  | { readonly command: 'migrate:status' }
  | { readonly command: 'migrate:fresh'; readonly seed: boolean }
  | { readonly command: 'seed' }
