import { describeSessions } from './describe-sessions.ts'

describeSessions('cookie', 'cookie', () => ({ driver: 'cookie', stored: undefined }))
