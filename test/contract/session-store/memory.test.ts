import { MemorySessionStore } from '@vanillin/core'
import { describeSessions } from './describe-sessions.ts'

describeSessions('memory', 'store', () => ({ driver: new MemorySessionStore(), stored: undefined }))
