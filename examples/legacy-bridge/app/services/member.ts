import { phpLogin } from 'vanillin/php'

/** Who is logged in: PHP's `$_SESSION['user']`. */
export const member = phpLogin({ name: 'user' })
