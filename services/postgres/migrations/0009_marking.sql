CREATE TABLE "key_version" (
	"paper_id" integer NOT NULL,
	"sha256" text NOT NULL,
	"keys" jsonb NOT NULL,
	"seen_at_ms" bigint NOT NULL,
	CONSTRAINT "key_version_paper_id_sha256_pk" PRIMARY KEY("paper_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "marking_run" (
	"id" serial PRIMARY KEY NOT NULL,
	"sitting_id" integer NOT NULL,
	"unit" text NOT NULL,
	"asked_by" integer,
	"asked_by_name" text NOT NULL,
	"asked_at_ms" bigint NOT NULL,
	"papers" jsonb NOT NULL,
	"rules" jsonb NOT NULL,
	"rulings" jsonb NOT NULL,
	"decision_ids" integer[] NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"candidates" integer NOT NULL,
	"marked_candidates" integer DEFAULT 0 NOT NULL,
	"trouble" text,
	"done_at_ms" bigint,
	"entries_sha256" text,
	"inputs_sha256" text,
	"marks_sha256" text,
	"maximum" integer,
	"codes" jsonb,
	"set_aside_entries" integer,
	"set_aside_counted" integer,
	"paper_statistics" jsonb,
	CONSTRAINT "marking_run_state" CHECK ("marking_run"."state" IN ('waiting', 'running', 'done', 'failed')),
	CONSTRAINT "marking_run_done" CHECK (("marking_run"."state" = 'done') = ("marking_run"."marks_sha256" IS NOT NULL) AND ("marking_run"."state" <> 'done' OR "marking_run"."marked_candidates" = "marking_run"."candidates"))
);
--> statement-breakpoint
CREATE TABLE "review_text" (
	"run_id" integer NOT NULL,
	"item_id" text NOT NULL,
	"text" text NOT NULL,
	"candidates" integer NOT NULL,
	"written" text[] NOT NULL,
	CONSTRAINT "review_text_run_id_item_id_text_pk" PRIMARY KEY("run_id","item_id","text")
);
--> statement-breakpoint
CREATE TABLE "review_verdict" (
	"sitting_id" integer NOT NULL,
	"item_id" text NOT NULL,
	"text" text NOT NULL,
	"account_id" integer NOT NULL,
	"position" smallint NOT NULL,
	"verdict" text NOT NULL,
	"at_ms" bigint NOT NULL,
	CONSTRAINT "review_verdict_sitting_id_item_id_text_position_pk" PRIMARY KEY("sitting_id","item_id","text","position"),
	CONSTRAINT "review_verdict_once" UNIQUE("sitting_id","item_id","text","account_id"),
	CONSTRAINT "review_verdict_word" CHECK ("review_verdict"."verdict" IN ('accept', 'refuse')),
	CONSTRAINT "review_verdict_position" CHECK ("review_verdict"."position" BETWEEN 1 AND 3)
);
--> statement-breakpoint
CREATE TABLE "run_candidate" (
	"run_id" integer NOT NULL,
	"anonymity_number" text NOT NULL,
	"centre" text NOT NULL,
	"room" text NOT NULL,
	"paper" smallint NOT NULL,
	"mark" integer,
	"maximum" integer NOT NULL,
	"code" text,
	"own_mark" integer NOT NULL,
	"own_maximum" integer NOT NULL,
	"items" integer[] NOT NULL,
	"entries" text NOT NULL,
	"entries_sha256" text NOT NULL,
	CONSTRAINT "run_candidate_run_id_anonymity_number_pk" PRIMARY KEY("run_id","anonymity_number")
);
--> statement-breakpoint
CREATE TABLE "run_item" (
	"run_id" integer NOT NULL,
	"position" integer NOT NULL,
	"item_id" text NOT NULL,
	"paper" smallint NOT NULL,
	"maximum" integer NOT NULL,
	"statistics" jsonb,
	"suspicion" integer,
	CONSTRAINT "run_item_run_id_position_pk" PRIMARY KEY("run_id","position")
);
--> statement-breakpoint
CREATE TABLE "run_set_aside" (
	"run_id" integer NOT NULL,
	"anonymity_number" text NOT NULL,
	"epoch" integer NOT NULL,
	"seq" integer NOT NULL,
	"centre" text NOT NULL,
	"room" text NOT NULL,
	"item_id" text NOT NULL,
	"value" jsonb NOT NULL,
	"reason" text NOT NULL,
	"made_at_ms" bigint NOT NULL,
	"received_at_ms" bigint NOT NULL,
	"end_ms" bigint,
	"counted" boolean NOT NULL,
	CONSTRAINT "run_set_aside_run_id_anonymity_number_epoch_seq_pk" PRIMARY KEY("run_id","anonymity_number","epoch","seq")
);
--> statement-breakpoint
CREATE TABLE "imported_mark" (
	"import_id" integer NOT NULL,
	"anonymity_number" text NOT NULL,
	"mark" bigint,
	"maximum" bigint,
	"code" text,
	CONSTRAINT "imported_mark_import_id_anonymity_number_pk" PRIMARY KEY("import_id","anonymity_number"),
	CONSTRAINT "imported_mark_or_code" CHECK (("imported_mark"."mark" IS NULL) = ("imported_mark"."code" IS NOT NULL) AND ("imported_mark"."mark" IS NULL) = ("imported_mark"."maximum" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "mark_import" (
	"id" serial PRIMARY KEY NOT NULL,
	"exam_id" integer NOT NULL,
	"unit" text NOT NULL,
	"sha256" text NOT NULL,
	"given_by" text NOT NULL,
	"given_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ranking_lottery" (
	"id" serial PRIMARY KEY NOT NULL,
	"exam_id" integer NOT NULL,
	"opened" jsonb NOT NULL,
	"given_by" text NOT NULL,
	"given_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ranking_result" (
	"run_id" integer NOT NULL,
	"ranking" text NOT NULL,
	"anonymity_number" text NOT NULL,
	"total" bigint,
	"out_of" bigint,
	"rank" integer,
	"status" text NOT NULL,
	"decided_by" text NOT NULL,
	"because" text NOT NULL,
	CONSTRAINT "ranking_result_run_id_ranking_anonymity_number_pk" PRIMARY KEY("run_id","ranking","anonymity_number"),
	CONSTRAINT "ranking_result_rank" UNIQUE("run_id","ranking","rank")
);
--> statement-breakpoint
CREATE TABLE "ranking_rules" (
	"id" serial PRIMARY KEY NOT NULL,
	"exam_id" integer NOT NULL,
	"rules" jsonb NOT NULL,
	"sha256" text NOT NULL,
	"given_by" text NOT NULL,
	"given_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ranking_run" (
	"id" serial PRIMARY KEY NOT NULL,
	"exam_id" integer NOT NULL,
	"asked_by" integer,
	"asked_by_name" text NOT NULL,
	"asked_at_ms" bigint NOT NULL,
	"rules_id" integer NOT NULL,
	"lottery_id" integer,
	"sources" jsonb NOT NULL,
	"candidates" integer NOT NULL,
	"inputs_sha256" text NOT NULL,
	"public_file" "bytea" NOT NULL,
	"public_sha256" text NOT NULL,
	"done_at_ms" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "key_version" ADD CONSTRAINT "key_version_paper_id_paper_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."paper"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_run" ADD CONSTRAINT "marking_run_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_run" ADD CONSTRAINT "marking_run_asked_by_account_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_text" ADD CONSTRAINT "review_text_run_id_marking_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."marking_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_verdict" ADD CONSTRAINT "review_verdict_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_verdict" ADD CONSTRAINT "review_verdict_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_candidate" ADD CONSTRAINT "run_candidate_run_id_marking_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."marking_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_item" ADD CONSTRAINT "run_item_run_id_marking_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."marking_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_set_aside" ADD CONSTRAINT "run_set_aside_run_id_marking_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."marking_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_mark" ADD CONSTRAINT "imported_mark_import_id_mark_import_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."mark_import"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mark_import" ADD CONSTRAINT "mark_import_exam_id_exam_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exam"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking_lottery" ADD CONSTRAINT "ranking_lottery_exam_id_exam_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exam"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking_result" ADD CONSTRAINT "ranking_result_run_id_ranking_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."ranking_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking_rules" ADD CONSTRAINT "ranking_rules_exam_id_exam_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exam"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking_run" ADD CONSTRAINT "ranking_run_exam_id_exam_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exam"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking_run" ADD CONSTRAINT "ranking_run_asked_by_account_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking_run" ADD CONSTRAINT "ranking_run_rules_id_ranking_rules_id_fk" FOREIGN KEY ("rules_id") REFERENCES "public"."ranking_rules"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking_run" ADD CONSTRAINT "ranking_run_lottery_id_ranking_lottery_id_fk" FOREIGN KEY ("lottery_id") REFERENCES "public"."ranking_lottery"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "marking_run_sitting" ON "marking_run" USING btree ("sitting_id");--> statement-breakpoint
CREATE INDEX "mark_import_exam" ON "mark_import" USING btree ("exam_id","unit");--> statement-breakpoint
CREATE INDEX "ranking_lottery_exam" ON "ranking_lottery" USING btree ("exam_id");--> statement-breakpoint
CREATE INDEX "ranking_rules_exam" ON "ranking_rules" USING btree ("exam_id");--> statement-breakpoint
CREATE INDEX "ranking_run_exam" ON "ranking_run" USING btree ("exam_id");--> statement-breakpoint
-- The rest is written by hand: what a run was made from and what came out is never changed, by its owner neither.
CREATE FUNCTION keep_finished_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP <> 'UPDATE' OR OLD.state IN ('done', 'failed') THEN
		RAISE EXCEPTION 'marking run % is append-only', OLD.id USING ERRCODE = 'restrict_violation';
	END IF;
	IF (OLD.id, OLD.sitting_id, OLD.unit, OLD.asked_by, OLD.asked_by_name, OLD.asked_at_ms, OLD.papers, OLD.rules, OLD.rulings, OLD.decision_ids, OLD.candidates)
		IS DISTINCT FROM (NEW.id, NEW.sitting_id, NEW.unit, NEW.asked_by, NEW.asked_by_name, NEW.asked_at_ms, NEW.papers, NEW.rules, NEW.rulings, NEW.decision_ids, NEW.candidates) THEN
		RAISE EXCEPTION 'what marking run % is made from is fixed', OLD.id USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER marking_run_kept BEFORE UPDATE OR DELETE ON marking_run FOR EACH ROW EXECUTE FUNCTION keep_finished_run();
--> statement-breakpoint
CREATE TRIGGER marking_run_not_emptied BEFORE TRUNCATE ON marking_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
-- A finished run gets no further candidate.
CREATE FUNCTION refuse_rows_of_finished_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT FROM marking_run r JOIN (SELECT DISTINCT run_id FROM added) a ON a.run_id = r.id WHERE r.state NOT IN ('waiting', 'running')) THEN
		RAISE EXCEPTION '% belongs to a finished run', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER run_candidate_of_open_run AFTER INSERT ON run_candidate REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_rows_of_finished_run();
--> statement-breakpoint
DO $$ DECLARE name text; BEGIN
	FOREACH name IN ARRAY ARRAY['key_version', 'run_candidate', 'run_item', 'run_set_aside', 'review_text', 'review_verdict',
		'ranking_rules', 'ranking_lottery', 'mark_import', 'imported_mark', 'ranking_run', 'ranking_result'] LOOP
		EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()', name || '_append_only', name);
	END LOOP;
END $$;
--> statement-breakpoint
-- Keys stay shut while the paper may still be sat: the policies are in postgres/roles.ts.
ALTER TABLE key_version ENABLE ROW LEVEL SECURITY;
