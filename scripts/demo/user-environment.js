/** What npm and vitest put in, which would tell a program started by us where the outer one works. */
const ours =
  /^(NODE_ENV|TEST|VITEST.*|DEV|PROD|SSR|MODE|BASE_URL|INIT_CWD|npm_(package_.*|lifecycle_.*|command|config_local_prefix))$/

/**
 * The environment as a user's shell has it.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function userEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
}
