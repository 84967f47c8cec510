CREATE TABLE "answer_current" (
	"sitting_id" integer NOT NULL,
	"candidate_id" integer NOT NULL,
	"item_id" text NOT NULL,
	"epoch" integer NOT NULL,
	"seq" integer NOT NULL,
	"value" jsonb,
	"locked" boolean DEFAULT false NOT NULL,
	"lock_epoch" integer,
	"lock_seq" integer,
	CONSTRAINT "answer_current_sitting_id_candidate_id_item_id_pk" PRIMARY KEY("sitting_id","candidate_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "answer_log" (
	"sitting_id" integer NOT NULL,
	"candidate_id" integer NOT NULL,
	"epoch" integer NOT NULL,
	"seq" integer NOT NULL,
	"kind" text NOT NULL,
	"item_id" text,
	"frame" text NOT NULL,
	"claimed_at_ms" bigint NOT NULL,
	"made_at_ms" bigint NOT NULL,
	"received_at_ms" bigint NOT NULL,
	"generation" smallint NOT NULL,
	"stream_seq" integer NOT NULL,
	CONSTRAINT "answer_log_sitting_id_candidate_id_epoch_seq_pk" PRIMARY KEY("sitting_id","candidate_id","epoch","seq")
) PARTITION BY LIST ("sitting_id");
--> statement-breakpoint
CREATE TABLE "candidate_epoch" (
	"sitting_id" integer NOT NULL,
	"candidate_id" integer NOT NULL,
	"epoch" integer NOT NULL,
	"marker_generation" smallint,
	"marker_ms" bigint,
	"marker_stream_seq" integer,
	"device_id" text,
	"public_key" jsonb,
	"genesis" jsonb,
	"genesis_hash" text,
	"d2" integer DEFAULT 0 NOT NULL,
	"head" integer DEFAULT 0 NOT NULL,
	"d2_made_at_ms" bigint DEFAULT 0 NOT NULL,
	"submitted" boolean DEFAULT false NOT NULL,
	CONSTRAINT "candidate_epoch_sitting_id_candidate_id_epoch_pk" PRIMARY KEY("sitting_id","candidate_id","epoch")
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"sitting_id" integer NOT NULL,
	"position" integer NOT NULL,
	"act_id" text NOT NULL,
	"kind" text NOT NULL,
	"effective_at_ms" bigint NOT NULL,
	"act" jsonb NOT NULL,
	CONSTRAINT "journal_sitting_id_position_pk" PRIMARY KEY("sitting_id","position")
);
--> statement-breakpoint
CREATE TABLE "partition_offset" (
	"partition" smallint PRIMARY KEY NOT NULL,
	"generation" smallint DEFAULT 0 NOT NULL,
	"last_id" text DEFAULT '0-0' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"partition" smallint NOT NULL,
	"generation" smallint NOT NULL,
	"stream_id" text NOT NULL,
	"reason" text NOT NULL,
	"detail" text NOT NULL,
	"sitting_id" integer,
	"candidate_id" integer,
	"epoch" integer,
	"seq" integer,
	"raw" text NOT NULL,
	"stored_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ruled_by" text,
	"ruled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "answer_key" (
	"paper_id" integer NOT NULL,
	"item_id" text NOT NULL,
	"key" jsonb NOT NULL,
	"imported_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "answer_key_paper_id_item_id_pk" PRIMARY KEY("paper_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "candidate" (
	"id" serial PRIMARY KEY NOT NULL,
	"exam_id" integer NOT NULL,
	"student_number" text NOT NULL,
	"family_name" text NOT NULL,
	"given_name" text NOT NULL,
	"anonymity_number" text NOT NULL,
	"room_id" integer NOT NULL,
	"seat" text NOT NULL,
	"extra_time_numerator" integer DEFAULT 1 NOT NULL,
	"extra_time_denominator" integer DEFAULT 1 NOT NULL,
	"identity" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "candidate_student_number" UNIQUE("exam_id","student_number"),
	CONSTRAINT "candidate_anonymity_number" UNIQUE("exam_id","anonymity_number"),
	CONSTRAINT "candidate_seat" UNIQUE("room_id","seat"),
	CONSTRAINT "candidate_extra_time" CHECK ("candidate"."extra_time_denominator" > 0 AND "candidate"."extra_time_numerator" >= "candidate"."extra_time_denominator" AND 3 * "candidate"."extra_time_numerator" <= 4 * "candidate"."extra_time_denominator")
);
--> statement-breakpoint
CREATE TABLE "card" (
	"id" serial PRIMARY KEY NOT NULL,
	"candidate_id" integer NOT NULL,
	"code_hmac" "bytea" NOT NULL,
	"issued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "centre" (
	"id" serial PRIMARY KEY NOT NULL,
	"exam_id" integer NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "centre_code" UNIQUE("exam_id","code")
);
--> statement-breakpoint
CREATE TABLE "exam" (
	"id" serial PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "exam_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "paper" (
	"id" serial PRIMARY KEY NOT NULL,
	"exam_id" integer NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"language" text NOT NULL,
	"duration_ms" integer NOT NULL,
	"source" jsonb NOT NULL,
	"view" "bytea" NOT NULL,
	"view_sha256" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "paper_slug" UNIQUE("exam_id","slug")
);
--> statement-breakpoint
CREATE TABLE "paper_file" (
	"paper_id" integer NOT NULL,
	"sha256" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "paper_file_paper_id_sha256_pk" PRIMARY KEY("paper_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "paper_item" (
	"paper_id" integer NOT NULL,
	"item_id" text NOT NULL,
	"section_id" text NOT NULL,
	"container_id" text,
	"position" integer NOT NULL,
	"type" text NOT NULL,
	"weight" integer NOT NULL,
	CONSTRAINT "paper_item_paper_id_item_id_pk" PRIMARY KEY("paper_id","item_id")
);
--> statement-breakpoint
CREATE TABLE "room" (
	"id" serial PRIMARY KEY NOT NULL,
	"centre_id" integer NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "room_code" UNIQUE("centre_id","code")
);
--> statement-breakpoint
CREATE TABLE "sitting" (
	"id" serial PRIMARY KEY NOT NULL,
	"paper_id" integer NOT NULL,
	"title" text NOT NULL,
	"planned_start_ms" bigint NOT NULL,
	"rehearsal" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "answer_key" ADD CONSTRAINT "answer_key_paper_id_paper_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."paper"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidate" ADD CONSTRAINT "candidate_exam_id_exam_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exam"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidate" ADD CONSTRAINT "candidate_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card" ADD CONSTRAINT "card_candidate_id_candidate_id_fk" FOREIGN KEY ("candidate_id") REFERENCES "public"."candidate"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "centre" ADD CONSTRAINT "centre_exam_id_exam_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exam"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper" ADD CONSTRAINT "paper_exam_id_exam_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exam"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_file" ADD CONSTRAINT "paper_file_paper_id_paper_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."paper"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_item" ADD CONSTRAINT "paper_item_paper_id_paper_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."paper"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room" ADD CONSTRAINT "room_centre_id_centre_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."centre"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting" ADD CONSTRAINT "sitting_paper_id_paper_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."paper"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "quarantine_candidate" ON "quarantine" USING btree ("sitting_id","candidate_id");--> statement-breakpoint
CREATE UNIQUE INDEX "card_code" ON "card" USING btree ("code_hmac");--> statement-breakpoint
CREATE UNIQUE INDEX "card_in_force" ON "card" USING btree ("candidate_id") WHERE "card"."revoked_at" IS NULL;--> statement-breakpoint
CREATE INDEX "sitting_paper" ON "sitting" USING btree ("paper_id");
--> statement-breakpoint
-- The rest is written by hand: what drizzle cannot say.

-- A sitting's part of the answer log is made with the sitting, so that the drain needs no right to create tables.
CREATE FUNCTION make_answer_log_partition() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
	EXECUTE format('CREATE TABLE %I PARTITION OF answer_log FOR VALUES IN (%s)', 'answer_log_' || NEW.id, NEW.id);
	-- Row triggers come with the partition, statement triggers do not.
	EXECUTE format('CREATE TRIGGER append_only BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()', 'answer_log_' || NEW.id);
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER sitting_makes_partition AFTER INSERT ON sitting FOR EACH ROW EXECUTE FUNCTION make_answer_log_partition();
--> statement-breakpoint
-- The log is append-only, for its owner too; statement level, so that an UPDATE of no row is refused as well.
CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER answer_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON answer_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
CREATE TRIGGER answer_log_rows_append_only BEFORE UPDATE OR DELETE ON answer_log FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
-- Small rows rewritten in place on every answer: leave room for heap-only updates.
ALTER TABLE answer_current SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE candidate_epoch SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE partition_offset SET (fillfactor = 10);
--> statement-breakpoint
INSERT INTO partition_offset (partition) SELECT generate_series(0, 15);
--> statement-breakpoint
-- A paper's key may be read once one of its sittings has ended in the journal and every other is known to be over.
-- Whatever is not known counts as open: the drain copies the journal here, and it may be behind.
CREATE FUNCTION paper_is_over(paper integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
	SELECT EXISTS (
		SELECT FROM sitting s JOIN journal j ON j.sitting_id = s.id AND j.kind = 'end'
			AND (j.act -> 'scope' ->> 'kind') = 'nation' WHERE s.paper_id = paper
	) AND NOT EXISTS (
		SELECT FROM sitting s WHERE s.paper_id = paper
		AND NOT EXISTS (SELECT FROM journal e WHERE e.sitting_id = s.id AND e.kind IN ('end', 'cancel')
			AND (e.act -> 'scope' ->> 'kind') = 'nation')
	)
$$;
--> statement-breakpoint
ALTER TABLE answer_key ENABLE ROW LEVEL SECURITY;
