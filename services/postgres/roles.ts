/**
 * The roles of the database and what each may do: one login per process, none for ingest. Grants are the second wall
 * after the import check: even a defect in the drain cannot read an answer key.
 */
export const ROLES = [
  "amphi_drain",
  "amphi_control",
  "amphi_jobs",
  "amphi_packages",
  "amphi_marking",
  "amphi_portal",
] as const;
export type Role = (typeof ROLES)[number];

const GRANTS: Record<Role, readonly string[]> = {
  amphi_drain: [
    "SELECT, INSERT ON answer_log, journal, quarantine, chat_message",
    "SELECT, INSERT, UPDATE, DELETE ON answer_current",
    "SELECT, INSERT, UPDATE ON candidate_epoch",
    "SELECT, UPDATE ON partition_offset",
    "SELECT ON sitting",
    "SELECT (id, duration_ms) ON paper",
    "SELECT (id, room_id, extra_time_numerator, extra_time_denominator) ON candidate",
    "SELECT (id, centre_id) ON room",
    "USAGE ON SEQUENCE quarantine_id_seq",
  ],
  amphi_control: [
    "SELECT ON exam, centre, room, candidate, card, paper_file, paper_item, sitting, reserve_slot, account, account_room",
    // Not the source: it is what an author wrote, beyond what tablets may see.
    "SELECT (id, exam_id, slug, title, language, duration_ms, view, view_sha256, created_at) ON paper",
    "SELECT ON answer_log, answer_current, candidate_epoch, journal, quarantine, partition_offset, chat_message, receipt",
    "INSERT ON answer_file",
    // Preparation on screen and single acts of the day. Papers and keys come from the command line alone.
    // The keys travel in the acts that open a paper; codes are revealed one by one.
    "SELECT ON sealed_package, offline_code",
    "SELECT, INSERT, UPDATE ON device, rehearsal_report",
    "SELECT, INSERT ON rehearsal_record, rehearsal_token",
    "UPDATE (last_used_at, revoked_at) ON rehearsal_token",
    "INSERT ON exam, centre, room, candidate, card, sitting, reserve_slot, account, account_room",
    "UPDATE (title, time_zone) ON exam",
    "UPDATE (name) ON centre",
    "UPDATE (name, rows, columns) ON room",
    "UPDATE (family_name, given_name, room_id, seat, extra_time_numerator, extra_time_denominator, identity) ON candidate",
    "UPDATE (revoked_at) ON card",
    "UPDATE (paper_id, title, planned_start_ms, backup_paper_id, rules) ON sitting",
    "UPDATE (sitting_id) ON reserve_slot",
    "UPDATE (name, role, centre_id, password_hash, second_factor, disabled_at) ON account",
    "DELETE ON candidate, card, reserve_slot, account_room",
    // Copies sources and keys without showing them.
    "EXECUTE ON FUNCTION copy_paper(text, text, integer)",
    "USAGE ON SEQUENCE exam_id_seq, centre_id_seq, room_id_seq, candidate_id_seq, card_id_seq, sitting_id_seq, reserve_slot_id_seq, account_id_seq, answer_file_id_seq, rehearsal_record_id_seq, rehearsal_token_id_seq",
  ],
  amphi_jobs: [
    "SELECT ON exam, centre, room, candidate, paper_item, sitting",
    "SELECT ON answer_log, answer_current, candidate_epoch, journal, quarantine, partition_offset",
    "SELECT (id, exam_id, slug, title, language, duration_ms, view_sha256) ON paper",
    "SELECT, INSERT ON receipt",
    "SELECT ON decision, decision_outcome",
    // Computes ranks and seats: what it writes is results alone.
    "SELECT ON competition, person, enrolment, mark, given_value, unit_feed, calculation",
    "SELECT (competition_id, opened) ON competition_lottery",
    "UPDATE (revision, state, finished_at, inputs_hash, result_hash, input, result, problems) ON calculation",
    // Prepares what students will read, and sends mails, whose links it makes.
    "SELECT ON wish_list, seat_answer, student_account_person, mail_template, prepared_result, publication",
    "SELECT (id, login, name, language, disabled_at) ON student_account",
    "INSERT ON prepared_result, password_link",
    "UPDATE (state, sha256, people, everyone, problems, mailed_at_ms) ON publication",
    "SELECT, INSERT, UPDATE (state, attempts, due_at_ms, sent_at_ms, said, subject, body, queued_at_ms) ON mail",
    "USAGE ON SEQUENCE mail_id_seq",
  ],
  // Seals papers and hands out what is sealed. What it has stored it cannot read again: neither keys nor codes.
  amphi_packages: [
    "SELECT ON sitting, room, centre, paper_file",
    "SELECT (id, exam_id, view) ON paper",
    // Not the acts: they hold keys.
    "SELECT (sitting_id, kind) ON journal",
    "SELECT (sitting_id, paper, paper_id, sha256, manifest, bytes, sealed_at), INSERT, DELETE ON sealed_package",
    "SELECT, INSERT, DELETE ON package_chunk",
    "SELECT (sitting_id, paper, room_id, section_id, number), INSERT, DELETE ON offline_code",
  ],
  // Makes marks and ranks of anonymity numbers: no name, no student number. Keys: see the policies below.
  amphi_marking: [
    "SELECT ON answer_key, paper_item, sitting, answer_log, answer_current, candidate_epoch, journal, partition_offset",
    "SELECT ON centre, room",
    "SELECT (id, slug) ON exam",
    "SELECT (id, exam_id, slug, title, duration_ms, view_sha256, source, view) ON paper",
    // Identity fields are what ties may be broken by.
    "SELECT (id, exam_id, anonymity_number, room_id, extra_time_numerator, extra_time_denominator, identity) ON candidate",
    "SELECT ON decision, decision_outcome",
    "SELECT, INSERT ON key_version, marking_run, run_candidate, run_item, run_set_aside, review_text, ranking_run, ranking_result",
    "UPDATE (state, marked_candidates, trouble, done_at_ms, entries_sha256, inputs_sha256, marks_sha256, maximum, codes, set_aside_entries, set_aside_counted, paper_statistics) ON marking_run",
    "SELECT ON review_verdict, ranking_rules, ranking_lottery, mark_import, imported_mark",
    "USAGE ON SEQUENCE marking_run_id_seq, ranking_run_id_seq",
  ],
  // Serves the jury, the exam office, teachers and students. It sees no answer and no key.
  amphi_portal: [
    "SELECT ON exam, centre, room, sitting, account, account_room, paper_item",
    "SELECT (id, exam_id, slug, title, language, duration_ms, view, view_sha256) ON paper",
    "UPDATE (password_hash) ON account",
    "SELECT, INSERT ON decision, decision_outcome",
    "USAGE ON SEQUENCE decision_id_seq",
    // Of a receipt its code: a candidate without an account reads the own result by it.
    "SELECT (sitting_id, candidate_id, number, code) ON receipt",
    "SELECT (id, exam_id, student_number, anonymity_number) ON candidate",
    // Names only while two persons have lifted the anonymity of that exam: the function looks, and refuses.
    "EXECUTE ON FUNCTION names_of_exam(integer)",
    // What happened in a room, beside its marks: acts without keys, and when entries were made without what they say.
    "SELECT ON journal_without_keys, entry_time",
    "SELECT (id, room_id, extra_time_numerator, extra_time_denominator) ON candidate",
    // Marks and what they rest on, by anonymity number; of entries those that were set aside, which the jury rules on.
    "SELECT ON marking_run, run_item, run_set_aside, review_text, ranking_rules, ranking_lottery, mark_import, imported_mark, ranking_run, ranking_result",
    "SELECT (run_id, anonymity_number, centre, room, paper, mark, maximum, code, own_mark, own_maximum, items) ON run_candidate",
    "SELECT, INSERT ON review_verdict",
    "INSERT ON ranking_rules, ranking_lottery, mark_import, imported_mark",
    "USAGE ON SEQUENCE ranking_rules_id_seq, ranking_lottery_id_seq, mark_import_id_seq",
    "SELECT, INSERT ON population, competition, person, enrolment, mark, given_value, unit_feed, competition_lottery, calculation",
    "SELECT, INSERT, DELETE ON population_staff",
    "UPDATE (name) ON population",
    "UPDATE (plan, version, revision) ON competition",
    "UPDATE (family_name, given_name, mail) ON person",
    "UPDATE (anonymity_number, identity, programmes) ON enrolment",
    "UPDATE (mark, maximum, code, source, by, at) ON mark",
    "UPDATE (total, rank) ON given_value",
    "UPDATE (run_id, run_hash, by, at) ON unit_feed",
    "UPDATE (opened) ON competition_lottery",
    "SELECT ON mark_change",
    // Students and their accounts.
    "SELECT, INSERT, DELETE ON student_account_person",
    "SELECT, INSERT ON student_account, wish_list, publication, seat_answer, mail, mail_template",
    "SELECT, INSERT, UPDATE (used_at_ms) ON password_link",
    "UPDATE (login, name, language, password_hash, cas_server, cas_user, disabled_at) ON student_account",
    "UPDATE (programmes, version, at_ms, by, enrols) ON wish_list",
    "SELECT ON wish_change, prepared_result",
    "INSERT, SELECT ON access_log",
    // A mail that waits is replaced by a newer one; one that was given up is asked for again.
    "UPDATE (subject, body, queued_at_ms, due_at_ms, state, attempts) ON mail",
    "UPDATE (template, version, by, at), DELETE ON mail_template",
    "USAGE ON SEQUENCE student_account_id_seq, publication_id_seq, seat_answer_id_seq, access_log_id_seq, mail_id_seq, mail_template_id_seq",
    "USAGE ON SEQUENCE population_id_seq, competition_id_seq, person_id_seq, calculation_id_seq",
  ],
};

const literal = (s: string) => `'${s.replaceAll("'", "''")}'`;

/**
 * SQL that makes the roles and (re)sets their rights; idempotent, run by the database's owner. `passwords` null: roles
 * are made without a password for the administrator to set.
 */
export function rolesSql(passwords: Record<Role, string> | null): string {
  const lines: string[] = [];
  for (const role of ROLES) {
    lines.push(
      `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} LOGIN; END IF; END $$;`,
    );
    if (passwords) lines.push(`ALTER ROLE ${role} LOGIN PASSWORD ${literal(passwords[role])};`);
    lines.push(`ALTER ROLE ${role} SET statement_timeout = '15s';`, `ALTER ROLE ${role} SET lock_timeout = '5s';`);
    lines.push(`ALTER ROLE ${role} SET idle_in_transaction_session_timeout = '30s';`);
    lines.push(`GRANT USAGE ON SCHEMA public TO ${role};`);
    lines.push(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role};`);
    for (const grant of GRANTS[role]) lines.push(`GRANT ${grant} TO ${role};`);
  }
  lines.push("ALTER ROLE amphi_drain SET synchronous_commit = 'on';");
  lines.push("DROP POLICY IF EXISTS marking_after_the_end ON answer_key;");
  lines.push(
    "CREATE POLICY marking_after_the_end ON answer_key FOR SELECT TO amphi_marking USING (paper_is_over(paper_id));",
  );
  lines.push("DROP POLICY IF EXISTS marking_keeps_versions ON key_version;");
  lines.push(
    "CREATE POLICY marking_keeps_versions ON key_version TO amphi_marking USING (paper_is_over(paper_id)) WITH CHECK (paper_is_over(paper_id));",
  );
  return lines.join("\n") + "\n";
}
