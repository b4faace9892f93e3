import { sql } from 'vanillin/database'
import * as database from 'vanillin/database'
import type { Database } from 'vanillin/database'

const { Model, belongsTo, belongsToMany, hasMany, hasOne, morphMany, morphTo } = database

class User extends Model('users' as never) {
  static posts = hasMany(() => Post, { foreignKey: 'author_id' })
  static profile = hasOne(() => Profile)
}

class Profile extends Model('profiles' as never) {}

class Post extends Model('posts' as never) {
  static author = belongsTo(() => User)
  static comments = hasMany(() => Comment)
  static tags = belongsToMany(() => Tag, { through: 'post_tag' })
  static images = morphMany(() => Image, { as: 'imageable' })
}

class Comment extends Model('comments' as never) {
  static author = belongsTo(() => User)
}

class Tag extends Model('tags' as never) {}

class Image extends Model('images' as never) {
  static imageable = morphTo({ 'App\\Models\\Post': () => Post, 'App\\Models\\User': () => User })
}

/** What the lines of the page have in reach. */
export const scope: Readonly<Record<string, unknown>> = {
  ...database,
  User,
  Profile,
  Post,
  Comment,
  Tag,
  Image,
}

/** The tables that the lines speak of, with some rows. */
export async function createTables(connected: Database): Promise<void> {
  const statements = [
    sql`create table users (id serial primary key, name text)`,
    sql`create table profiles (id serial primary key, user_id int, bio text)`,
    sql`create table posts (id serial primary key, author_id int, title text, views int not null default 0,
          published_at timestamptz, created_at timestamptz not null default now())`,
    sql`create table comments (id serial primary key, post_id int, author_id int, body text, approved boolean default true)`,
    sql`create table tags (id serial primary key, name text)`,
    sql`create table post_tag (post_id int, tag_id int, position int default 0)`,
    sql`create table images (id serial primary key, imageable_type text, imageable_id int, url text)`,
    sql`create table taggables (tag_id int, taggable_type text, taggable_id int)`,
    sql`insert into users (name) values ('Ada'), ('Grace')`,
    sql`insert into profiles (user_id, bio) values (1, 'wrote the first program')`,
    sql`insert into posts (author_id, title, views, published_at, created_at) values
          (1, 'First', 10, '2026-01-05', '2026-01-01'), (2, 'Second', 20, null, '2026-01-02'), (1, 'Third', 30, null, '2026-01-03')`,
    sql`insert into comments (post_id, author_id, body, approved) values
          (1, 1, 'a', true), (1, 2, 'b', false), (1, 2, 'c', true), (2, 2, 'd', true)`,
    sql`insert into tags (name) values ('red'), ('blue')`,
    sql`insert into post_tag (post_id, tag_id, position) values (1, 1, 3)`,
    sql`insert into images (imageable_type, imageable_id, url) values
          ('App\\Models\\Post', 1, 'a.png'), ('App\\Models\\User', 1, 'b.png')`,
    sql`insert into taggables (tag_id, taggable_type, taggable_id) values (2, 'App\\Models\\Post', 1)`,
  ]
  for (const statement of statements) await statement.execute(connected)
}
