export const help = `
Makes a new Vanillin app.

  npm create vanillin@latest [folder] -- [flags]

  folder                  where to, as guestbook or ../guestbook or . (asked for when left out)

  --template <name>       mvc (pages and forms), api (JSON), minimal (one page)     default: mvc
  --db <name>             embedded (nothing to install), postgres, mysql            default: embedded
  --php <folder>          a Laravel or CodeIgniter app: its database settings are taken over
  --package-manager <pm>  npm, pnpm or yarn                        default: what this was called with
  --no-install            write the files only
  --no-git                no git repository
  -y, --yes               ask nothing, take the defaults
  -h, --help              this text
  -v, --version           the version

Exit codes: 0 done, 1 something failed, 2 wrong usage (nothing was written), 130 cancelled.
`
