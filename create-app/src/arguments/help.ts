export const help = `
Makes a new Vanillin app.

  npm create vanillin@latest [folder] -- [flags]

  folder                  where to, as guestbook or ../guestbook or . (asked for when left out)

  --template <name>       mvc (pages and forms), api (JSON), minimal (one page),
                          php-bridge (in front of a PHP app)               default: mvc
  --db <name>             embedded (nothing to install), postgres, mysql; mvc and api only      default: embedded
  --php <folder>          a PHP app: mvc and api take over the database settings of Laravel or CodeIgniter
                          and begin without examples,
                          php-bridge serves it
  --package-manager <pm>  npm, pnpm or yarn                        default: what this was called with
  --no-install            write the files only
  --no-git                no git repository
  -y, --yes               ask nothing, take the defaults
  -h, --help              this text
  -v, --version           the version

Exit codes: 0 done, 1 something failed, 2 wrong usage (nothing was written), 130 cancelled.
`
