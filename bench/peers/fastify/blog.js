import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import flash from '@fastify/flash'
import session from '@fastify/session'

const login = {
  querystring: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
}

/**
 * The page of a user who has logged in. A session is begun for whoever comes here, and for nobody else.
 *
 * @type {import('fastify').FastifyPluginAsync}
 */
export const blog = async (app) => {
  await app.register(cookie)
  await app.register(session, {
    secret: process.env['SESSION_SECRET'],
    // there is no TLS here
    cookie: { secure: false, sameSite: 'lax' },
    saveUninitialized: false,
  })
  await app.register(csrf, { sessionPlugin: '@fastify/session' })
  await app.register(flash)

  app.get('/login', { schema: login }, async (request, reply) => {
    await request.session.regenerate()
    request.session.set('userId', request.query.id)
    request.flash('success', 'Welcome back.')
    return reply.redirect('/page')
  })

  const protectedForm = {
    preHandler: (request, reply, done) => app.csrfProtection(request, reply, done),
  }
  app.post('/logout', protectedForm, async (request, reply) => {
    await request.session.destroy()
    return reply.redirect('/page', 303)
  })

  app.get('/page', async (request, reply) => {
    const userId = request.session.get('userId')
    const user = userId === undefined ? undefined : await app.store.user(userId)
    if (user === undefined) return reply.code(401).send()
    const posts = await app.store.newestPosts()
    const csrfToken = reply.generateCsrf()
    const [message] = reply.flash('success') ?? []
    return reply.viewAsync(
      'page.eta',
      { title: 'Posts', user, posts, csrfToken, message },
      { layout: 'layout.eta' },
    )
  })
}
