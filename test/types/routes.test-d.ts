import { Readable } from 'node:stream'
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

const tags = (): Promise<string[]> => Promise.resolve(['a'])

class Unfinished {
  first(): Promise<string> {
    return Promise.resolve('a')
  }

  toJSON(): never {
    throw new Error('not run')
  }
}

class Row {
  readonly id = 7

  author(): Promise<string> {
    return Promise.resolve('Ann')
  }

  toJSON(): { id: number } {
    return { id: this.id }
  }
}

interface Json {
  readonly [name: string]: Json | string | readonly Json[]
}

class HastyController extends Controller {
  member() {
    return { tags: tags() }
  }

  async optional() {
    return { tags: this.query.has('q') ? tags() : null }
  }

  oneOfTwo() {
    return this.query.has('q') ? this.view('pages/about') : { tags: tags() }
  }

  list() {
    return [1, 2].map(() => tags())
  }

  async lists() {
    return { all: [1, 2].map(() => tags()) }
  }

  items() {
    return [{ tags: tags() }]
  }

  query1() {
    return new Unfinished()
  }

  async query2() {
    return { tags: new Unfinished() }
  }

  index() {
    return { tags: tags() }
  }
}

class CarefulController extends Controller {
  response(): Response {
    return new Response()
  }

  stream(): ReadableStream<Uint8Array> | Blob {
    return new Blob([])
  }

  readable(): Readable {
    return Readable.from([])
  }

  page() {
    return this.accepts('html', 'json') === 'json' ? { tags: [] } : this.view('pages/about')
  }

  bare() {
    return this.status(201)
  }

  async row() {
    return new Row()
  }

  rows(): Promise<Row[]> {
    return Promise.resolve([new Row()])
  }

  async nested() {
    return { row: new Row(), rows: [new Row()], at: new Date(), tags: await tags() }
  }

  loose(): unknown {
    return {}
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- what an untyped library hands over
  looser(): { value: any; values: any[]; rest: unknown } {
    return { value: 1, values: [], rest: 2 }
  }

  json(): Json {
    return {}
  }

  method() {
    return { id: 1, load: () => tags() }
  }

  index() {
    return [1, 'a', null, true]
  }
}

export default defineRoutes((route) => {
  // @ts-expect-error member() returns a promise inside its answer
  route.get('/member', [HastyController, 'member'])
  // @ts-expect-error it may be a promise
  route.get('/optional', [HastyController, 'optional'])
  // @ts-expect-error one of the answers has a promise
  route.get('/one-of-two', [HastyController, 'oneOfTwo'])
  // @ts-expect-error a list of promises
  route.get('/list', [HastyController, 'list'])
  // @ts-expect-error a member that is a list of promises
  route.get('/lists', [HastyController, 'lists'])
  // @ts-expect-error an item of the list has a promise
  route.get('/items', [HastyController, 'items'])
  // @ts-expect-error a query that was never run
  route.get('/query1', [HastyController, 'query1'])
  // @ts-expect-error a query that was never run is a member
  route.get('/query2', [HastyController, 'query2'])
  // @ts-expect-error index() of the resource returns a promise inside its answer
  route.resource('hasty', HastyController)
  route.resource('careful', CarefulController)
  route.get('/response', [CarefulController, 'response'])
  route.get('/stream', [CarefulController, 'stream'])
  route.get('/readable', [CarefulController, 'readable'])
  route.get('/page', [CarefulController, 'page'])
  route.get('/bare', [CarefulController, 'bare'])
  route.get('/row', [CarefulController, 'row'])
  route.get('/rows', [CarefulController, 'rows'])
  route.get('/nested', [CarefulController, 'nested'])
  route.get('/loose', [CarefulController, 'loose'])
  route.get('/looser', [CarefulController, 'looser'])
  route.get('/json', [CarefulController, 'json'])
  route.get('/method', [CarefulController, 'method'])

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
