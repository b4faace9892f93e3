/** Whether a head declares `Props`; one that only imports does not. */
export function declaresProps(head: string): boolean {
  return /(?:^|[\s;}])(?:type\s+Props\s*=|interface\s+Props\b)/.test(head)
}
