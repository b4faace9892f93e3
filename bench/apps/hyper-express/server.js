import { Server } from 'hyper-express'

// hyper-express as its own documentation writes it: what our uws core is measured against.
const server = new Server()

server.get('/json', (request, response) => {
  response.json({ message: 'Hello, World!' })
})

server.get('/users/:id', (request, response) => {
  response.header('x-served-by', 'bench').json({ id: Number(request.path_parameters['id']) })
})

await server.listen(Number(process.env['PORT']), '127.0.0.1')
