-- A copy of an exam takes its papers over. Written by hand: it runs with the owner's rights, so that control can have a
-- paper copied, with its source and its key, without being able to read either. Null: that exam has no such paper.
CREATE FUNCTION copy_paper(from_exam text, paper_slug text, to_exam integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
	original integer;
	made integer;
BEGIN
	SELECT p.id INTO original FROM paper p JOIN exam e ON e.id = p.exam_id WHERE e.slug = from_exam AND p.slug = paper_slug;
	IF original IS NULL THEN
		RETURN NULL;
	END IF;
	INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
		SELECT to_exam, p.slug, p.title, p.language, p.duration_ms, p.source, p.view, p.view_sha256 FROM paper p WHERE p.id = original
		RETURNING id INTO made;
	INSERT INTO paper_file (paper_id, sha256, media_type, bytes)
		SELECT made, f.sha256, f.media_type, f.bytes FROM paper_file f WHERE f.paper_id = original;
	INSERT INTO paper_item (paper_id, item_id, section_id, container_id, position, type, weight)
		SELECT made, i.item_id, i.section_id, i.container_id, i.position, i.type, i.weight FROM paper_item i WHERE i.paper_id = original;
	INSERT INTO answer_key (paper_id, item_id, key)
		SELECT made, k.item_id, k.key FROM answer_key k WHERE k.paper_id = original;
	RETURN made;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION copy_paper(text, text, integer) FROM PUBLIC;
