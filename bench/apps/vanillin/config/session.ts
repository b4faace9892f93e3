import { env, hours, type SessionConfig } from 'vanillin'

declare global {
  namespace Vanillin {
    interface SessionData {
      userId: number
    }
  }
}

const session: SessionConfig = {
  driver: 'file',
  folder: env.string('SESSION_FOLDER', 'storage/sessions'),
  idleTimeout: hours(2),
}
export default session
