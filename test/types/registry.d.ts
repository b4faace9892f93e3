// What `vanillin codegen` writes for an app with three views and three routes. A program of its own: these names are
// global, and elsewhere any view and any route must be accepted.
declare namespace Vanillin {
  interface Views {
    'posts/index': { posts: readonly { title: string }[] }
    'posts/show': { post: { title: string }; related?: readonly string[] }
    'pages/about': Record<never, never>
  }
  interface Routes {
    home: Record<never, never>
    'posts.show': { id: string | number }
    'posts.comments.show': { post_id: string | number; id: string | number }
  }
}
