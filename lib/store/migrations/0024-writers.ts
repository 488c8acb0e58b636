/**
 * Several consoles on one database: who has it open, which of them does what no two may do, what is under way where, and from which
 * step of the schema on a console can work with it.
 */
import { type Kysely, sql } from 'kysely'

const STATEMENTS = [
  `create table writers (id text primary key, kind text not null, name text not null, version text not null,
    started_at bigint not null, seen_at bigint not null, mark bigint not null, ended_at bigint)`,
  'alter table leases add column token bigint not null default 0',
  `create table operation_runs (operation_id text primary key references operations(id), org_id text not null references orgs(id),
    writer_id text not null, kind text not null, began_at bigint not null, calling_until bigint not null default 0,
    preempted bigint not null default 0, halt_asked bigint not null default 0)`,
  'create index operation_runs_of_org on operation_runs (org_id, kind)',
  'create table schema_floor (step text primary key)',
]

export async function up(db: Kysely<unknown>, engine: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of STATEMENTS) {
    const text = engine === 'sqlite' ? statement : statement.replace(/\btext\b/g, 'text collate "C"')
    await sql.raw(text).execute(db)
  }
}
