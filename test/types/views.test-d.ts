import { Controller, minutes, type SafeHtml } from 'vanillin'
import { cache } from 'vanillin/cache'

export class ViewsController extends Controller {
  compiles(): void {
    this.view('posts/index', { posts: [{ title: 'One' }] })
    this.view('posts/show', { post: { title: 'One' } })
    this.view('posts/show', { post: { title: 'One' }, related: ['Two'] })
    this.view('pages/about')
  }

  wrongName(): void {
    // @ts-expect-error no such view
    this.view('posts/shwo', { post: { title: 'One' } })
  }

  missingProps(): void {
    // @ts-expect-error the view needs props
    this.view('posts/show')
    // @ts-expect-error the prop post is missing
    this.view('posts/show', {})
    // @ts-expect-error the post has no title
    this.view('posts/show', { post: {} })
  }

  fragments(): Promise<SafeHtml> {
    // @ts-expect-error no such view
    this.fragment('posts/idnex', { posts: [] })
    // @ts-expect-error the title is a string
    this.fragment('posts/show', { post: { title: 7 } })
    return cache.remember('sidebar', minutes(5), () =>
      this.fragment('posts/index', { posts: [{ title: 'One' }] }),
    )
  }

  wrongProps(): void {
    // @ts-expect-error the title is a string
    this.view('posts/show', { post: { title: 7 } })
    // @ts-expect-error a post may be absent in the database, never in the view
    this.view('posts/show', { post: undefined })
    // @ts-expect-error the prop is named related
    this.view('posts/show', { post: { title: 'One' }, realted: ['Two'] })
    // @ts-expect-error these are props of another view
    this.view('posts/index', { post: { title: 'One' } })
  }
}
