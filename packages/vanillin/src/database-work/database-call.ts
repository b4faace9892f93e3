/** Database work that a person asks for, from the command line or by a key in the development server. */
export type DatabaseCall =
  | { readonly command: 'migrate' }
  | { readonly command: 'migrate:pretend' }
  | { readonly command: 'migrate:rollback'; readonly steps: number | undefined }
  | { readonly command: 'migrate:status' }
  | { readonly command: 'migrate:fresh'; readonly seed: boolean }
  | { readonly command: 'seed' }
  | { readonly command: 'db:show'; readonly json: boolean }
  | { readonly command: 'db:table'; readonly table: string; readonly json: boolean }
  | { readonly command: 'db:drift'; readonly json: boolean }

/** Standard output is to be read by a program: the app's log, which goes there too, has to be silent. */
export function isForPrograms(call: DatabaseCall): boolean {
  return 'json' in call && call.json
}
