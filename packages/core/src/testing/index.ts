export { CookieJar, type CookieRequest } from './cookies/cookie-jar.ts'
export type { FieldValue } from './form/fill-control.ts'
export { PageElement } from './html/page-element.ts'
export { Page, type PageParts } from './client/page.ts'
export {
  Visitor,
  type Answer,
  type OnError,
  type RequestOptions,
  type Send,
  type VisitOptions,
  type VisitorOptions,
} from './client/visitor.ts'
export type { BodyOptions } from './client/request-body.ts'
export type { Submission } from './form/submission.ts'
export { TestApp } from './test-app.ts'
