/** What refers to a blob or a round is found by an index, so that taking one out does not read the whole file. */
import type { Database } from 'better-sqlite3'

export const version = 2

export function up(db: Database): void {
  db.exec(`
CREATE INDEX round_parent ON round (parent);
CREATE INDEX round_picture ON round (picture);
CREATE INDEX round_part_blob ON round_part (blob);
CREATE INDEX trajectory_blob ON trajectory (blob);
CREATE INDEX track_blob ON track (blob);
`)
}
