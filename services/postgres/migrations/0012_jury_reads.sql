ALTER TABLE "access_log" ADD COLUMN "exam_id" integer;--> statement-breakpoint
-- The rest is written by hand. Who stands behind each anonymity number of an exam: only once two persons have lifted its
-- anonymity. The function has its owner's right on names, who calls it has none.
CREATE FUNCTION names_of_exam(exam integer)
RETURNS TABLE (anonymity_number text, student_number text, family_name text, given_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
	IF NOT EXISTS (
		SELECT FROM decision d JOIN decision_outcome o ON o.decision_id = d.id
		WHERE d.kind = 'lift_anonymity' AND d.subject_kind = 'exam' AND d.subject_id = exam AND o.verdict = 'signed'
	) THEN
		RAISE EXCEPTION 'the anonymity of exam % is not lifted', exam USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN QUERY SELECT c.anonymity_number, c.student_number, c.family_name, c.given_name
		FROM candidate c WHERE c.exam_id = exam ORDER BY c.anonymity_number;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION names_of_exam(integer) FROM PUBLIC;
--> statement-breakpoint
-- Acts as minutes tell them: the keys of papers stay where they are.
CREATE VIEW journal_without_keys AS
	SELECT sitting_id, position, CASE WHEN act ? 'keys' THEN act || '{"keys": null}' ELSE act END AS act FROM journal;
--> statement-breakpoint
-- When candidates were at work, for the lost-time ledger: neither item nor answer.
CREATE VIEW entry_time AS
	SELECT sitting_id, candidate_id, kind, made_at_ms,
		CASE WHEN kind = 'waited' THEN (frame::jsonb ->> 'waitedMs')::bigint END AS waited_ms
	FROM answer_log;
