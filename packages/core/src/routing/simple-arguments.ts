/** The rest parameter of a simple route: what the path holds behind the action. */
export const SIMPLE_ARGUMENTS = 'arguments'
