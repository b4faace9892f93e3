import type { FormResult } from './check-form.ts'
import { refusesInput } from './late-refusal.ts'

/** Checks a form and writes it. Is the write refused for a value that had passed, the form is checked again and has the message. */
export async function saveForm<Value, Saved>(
  check: () => Promise<FormResult<Value>>,
  save: (value: Value) => Saved | Promise<Saved>,
): Promise<FormResult<Value, Saved>> {
  const form = await check()
  if (!form.ok) return form
  try {
    return { ...form, saved: await save(form.value) }
  } catch (error) {
    if (!refusesInput(error)) throw error
    const again = await check()
    if (again.ok) throw error
    return again
  }
}
