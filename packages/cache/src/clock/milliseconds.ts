/** A span of time in milliseconds. What `seconds(30)` and `minutes(5)` of Vanillin answer fits. */
export type Milliseconds = number
