/** The official package and uws-pack carry the same binding. */
declare module 'uWebSockets.js' {
  export * from 'uws-pack'
}
