// Loaded before a server (`node --import`): the first SIGUSR2 begins to take samples, the second writes them to PROFILE_FILE.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'

const session = new Session()
session.connect()
let isRecording = false

process.on('SIGUSR2', () => {
  if (isRecording) {
    session.post('Profiler.stop', (error, answer) => {
      writeFileSync(process.env.PROFILE_FILE ?? 'profile.json', JSON.stringify(error ?? answer.profile))
    })
  } else {
    session.post('Profiler.enable')
    session.post('Profiler.setSamplingInterval', { interval: 250 })
    session.post('Profiler.start')
  }
  isRecording = !isRecording
})
