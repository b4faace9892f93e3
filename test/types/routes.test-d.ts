import { Controller, defineRoutes } from 'vanillin'

export class PostsController extends Controller {
  index(): string {
    return this.url('home')
  }

  show(): unknown {
    return this.redirectTo('posts.show', { id: this.params.int('id') })
  }

  comment(): string {
    return this.url('posts.comments.show', { post_id: 1, id: '2' }, { page: 3 })
  }

  #secret(): string {
    return 'never reached from outside'
  }

  wrong(): void {
    this.#secret()
    // @ts-expect-error no such route
    this.url('posts.shwo', { id: 7 })
    // @ts-expect-error the parameter id is missing
    this.url('posts.show')
    // @ts-expect-error the parameter is named id
    this.url('posts.show', { ident: 7 })
    // @ts-expect-error a parameter is a string or a number
    this.url('posts.show', { id: undefined })
    // @ts-expect-error one of the two parameters is missing
    this.redirectTo('posts.comments.show', { id: 7 })
  }
}

class ForgetfulController extends Controller {
  nothing(): void {}

  async later(): Promise<void> {}

  async late(): Promise<undefined> {}

  fails(): never {
    return this.abort(410)
  }

  async failsLater(): Promise<never> {
    return this.abort(410)
  }

  sometimes(): string | undefined {
    return this.query.has('q') ? 'yes' : undefined
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- what an untyped library hands over
  anything(): any {
    return 'yes'
  }

  empty(): null {
    return null
  }
}

export default defineRoutes((route) => {
  route.get('/', [PostsController, 'index']).as('home')
  route.get('/posts/:id', [PostsController, 'show']).as('posts.show').where({ id: 'int' })
  // @ts-expect-error the controller has no such action
  route.get('/posts', [PostsController, 'idnex'])
  // @ts-expect-error what every controller has is no action
  route.get('/view', [PostsController, 'view'])
  // @ts-expect-error a controller of the app, not any class
  route.get('/date', [Date, 'getTime'])
  // @ts-expect-error it returns nothing
  route.get('/nothing', [ForgetfulController, 'nothing'])
  // @ts-expect-error it returns nothing, later
  route.get('/later', [ForgetfulController, 'later'])
  // @ts-expect-error it returns nothing, later
  route.post('/late', [ForgetfulController, 'late'])
  // @ts-expect-error an error page is a page
  route.error([ForgetfulController, 'nothing'])
  route.get('/fails', [ForgetfulController, 'fails'])
  route.get('/fails-later', [ForgetfulController, 'failsLater'])
  route.get('/sometimes', [ForgetfulController, 'sometimes'])
  route.get('/anything', [ForgetfulController, 'anything'])
  route.get('/empty', [ForgetfulController, 'empty'])
  // @ts-expect-error no such type of parameter
  route.get('/posts/:id', [PostsController, 'show']).where({ id: 'integer' })
})
