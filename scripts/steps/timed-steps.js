/** @typedef {{ name: string, seconds: number, isPassed: boolean, note?: string | undefined }} StepResult */

/** Runs steps, and remembers how each went. */
export class TimedSteps {
  /** @type {StepResult[]} */
  results = []

  /** Whether no step failed so far. */
  get isPassed() {
    return this.results.every((step) => step.isPassed)
  }

  /**
   * Runs a step. It fails by throwing, or by resolving to an exit code other than 0.
   *
   * @param {string} name
   * @param {() => Promise<number | void>} step
   * @returns {Promise<boolean>} whether it passed
   */
  async run(name, step) {
    console.log(`\n── ${name}`)
    const started = performance.now()
    /** @type {string | undefined} */
    let note
    let isPassed = false
    try {
      isPassed = ((await step()) ?? 0) === 0
    } catch (error) {
      note = error instanceof Error ? error.message : String(error)
      console.error(note)
    }
    this.results.push({ name, seconds: (performance.now() - started) / 1000, isPassed, note })
    return isPassed
  }

  /**
   * Runs steps two at a time, each also after one that failed.
   *
   * @param {readonly { name: string, run: () => Promise<number | void> }[]} steps
   */
  async runTwoAtATime(steps) {
    const waiting = [...steps]
    const lane = async () => {
      for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
        await this.run(step.name, step.run)
    }
    await Promise.all([lane(), lane()])
  }

  /** The results as lines of text: a mark, the seconds and the name of each step. */
  summary() {
    return this.results
      .map(
        (step) => `${step.isPassed ? 'ok  ' : 'FAIL'} ${step.seconds.toFixed(1).padStart(7)} s  ${step.name}`,
      )
      .join('\n')
  }
}
