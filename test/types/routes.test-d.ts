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

export default defineRoutes((route) => {
  route.get('/', [PostsController, 'index']).as('home')
  route.get('/posts/:id', [PostsController, 'show']).as('posts.show').where({ id: 'int' })
  // @ts-expect-error the controller has no such action
  route.get('/posts', [PostsController, 'idnex'])
  // @ts-expect-error what every controller has is no action
  route.get('/view', [PostsController, 'view'])
  // @ts-expect-error a controller of the app, not any class
  route.get('/date', [Date, 'getTime'])
  // @ts-expect-error no such type of parameter
  route.get('/posts/:id', [PostsController, 'show']).where({ id: 'integer' })
})
