import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/index.js'

/** Prisma with its driver adapter for pg, a pool of ten. */
export async function open(url) {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) })
  return {
    row: (id) => prisma.world.findUniqueOrThrow({ where: { id } }),
    transact: (id, value) =>
      prisma.$transaction(async (transaction) => {
        await transaction.world.findUniqueOrThrow({ where: { id } })
        await transaction.world.update({ where: { id }, data: { randomNumber: value } })
      }),
    page: () =>
      prisma.post.findMany({ include: { author: true, comments: true }, orderBy: { id: 'asc' }, take: 20 }),
    close: () => prisma.$disconnect(),
  }
}
