/** What the database says of its roles. */
import type pg from "pg";
import type { Role } from "#postgres/roles";

/** Whether this login may make roles and set their passwords. */
export async function mayCreateRoles(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    "SELECT rolsuper OR rolcreaterole AS may FROM pg_roles WHERE rolname = current_user",
  );
  return rows[0]?.may ?? false;
}

/** Roles that do not exist, or that may not read sittings, which each of them needs; in the order asked. */
export async function rolesWithoutRights(client: pg.ClientBase, roles: readonly Role[]): Promise<Role[]> {
  const { rows } = await client.query<{ role: Role }>(
    `SELECT wanted.role FROM unnest($1::text[]) WITH ORDINALITY AS wanted (role, position)
     LEFT JOIN pg_roles r ON r.rolname = wanted.role
     WHERE r.oid IS NULL OR NOT has_table_privilege(r.oid, 'sitting', 'SELECT')
     ORDER BY wanted.position`,
    [roles],
  );
  return rows.map((row) => row.role);
}
