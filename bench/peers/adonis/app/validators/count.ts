import vine from '@vinejs/vine'

export const countQuery = vine.compile(
  vine.object({ count: vine.number().withoutDecimals().range([1, 500]) }),
)
