const examples = [
  /^app\/(middleware|models|services|validators)\//,
  /^app\/controllers\/(comments|posts)\.ts$/,
  /^app\/views\/posts\//,
  /^(database|test)\//,
]

/** Whether a file of a template, from the app's folder on, is there for the posts and comments that it shows. */
export function isExample(path: string): boolean {
  return examples.some((pattern) => pattern.test(path))
}
