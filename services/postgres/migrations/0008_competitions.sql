CREATE TABLE "calculation" (
	"id" serial PRIMARY KEY NOT NULL,
	"competition_id" integer NOT NULL,
	"kind" text NOT NULL,
	"strategy" text DEFAULT '' NOT NULL,
	"ranks_id" integer,
	"round_id" integer,
	"revision" integer,
	"state" text DEFAULT 'asked' NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"inputs_hash" text,
	"result_hash" text,
	"input" jsonb,
	"result" jsonb,
	"problems" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "calculation_kind" CHECK ("calculation"."kind" IN ('ranks', 'round', 'reorientation')),
	CONSTRAINT "calculation_state" CHECK ("calculation"."state" IN ('asked', 'done', 'refused', 'failed')),
	CONSTRAINT "calculation_done" CHECK (("calculation"."state" = 'done') = ("calculation"."result" IS NOT NULL AND "calculation"."inputs_hash" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "competition" (
	"id" serial PRIMARY KEY NOT NULL,
	"population_id" integer NOT NULL,
	"slug" text NOT NULL,
	"plan" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "competition_slug" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "competition_lottery" (
	"competition_id" integer PRIMARY KEY NOT NULL,
	"commitment" jsonb NOT NULL,
	"secret" text NOT NULL,
	"opened" jsonb,
	"committed_by" text NOT NULL,
	"committed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrolment" (
	"competition_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"anonymity_number" text,
	"identity" jsonb NOT NULL,
	"programmes" text[] NOT NULL,
	CONSTRAINT "enrolment_competition_id_person_id_pk" PRIMARY KEY("competition_id","person_id"),
	CONSTRAINT "enrolment_anonymity_number" UNIQUE("competition_id","anonymity_number")
);
--> statement-breakpoint
CREATE TABLE "given_value" (
	"competition_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"ranking" text NOT NULL,
	"total" bigint,
	"rank" integer,
	CONSTRAINT "given_value_competition_id_ranking_person_id_pk" PRIMARY KEY("competition_id","ranking","person_id")
);
--> statement-breakpoint
CREATE TABLE "mark" (
	"competition_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"unit" text NOT NULL,
	"mark" bigint,
	"maximum" bigint,
	"code" text,
	"source" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mark_competition_id_unit_person_id_pk" PRIMARY KEY("competition_id","unit","person_id"),
	CONSTRAINT "mark_value" CHECK (("mark"."mark" IS NULL) = ("mark"."maximum" IS NULL) AND ("mark"."mark" IS NULL OR "mark"."code" IS NULL)),
	CONSTRAINT "mark_range" CHECK ("mark"."mark" BETWEEN 0 AND "mark"."maximum"),
	CONSTRAINT "mark_source" CHECK ("mark"."source" IN ('csv', 'hand', 'run'))
);
--> statement-breakpoint
CREATE TABLE "mark_change" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"competition_id" integer NOT NULL,
	"person_id" integer NOT NULL,
	"unit" text NOT NULL,
	"mark" bigint,
	"maximum" bigint,
	"code" text,
	"source" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" serial PRIMARY KEY NOT NULL,
	"population_id" integer NOT NULL,
	"student_number" text NOT NULL,
	"family_name" text NOT NULL,
	"given_name" text NOT NULL,
	"mail" text NOT NULL,
	CONSTRAINT "person_student_number" UNIQUE("population_id","student_number")
);
--> statement-breakpoint
CREATE TABLE "population" (
	"id" serial PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "population_code" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "population_staff" (
	"population_id" integer NOT NULL,
	"account_id" integer NOT NULL,
	CONSTRAINT "population_staff_population_id_account_id_pk" PRIMARY KEY("population_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "unit_feed" (
	"competition_id" integer NOT NULL,
	"unit" text NOT NULL,
	"run_id" integer NOT NULL,
	"run_hash" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "unit_feed_competition_id_unit_pk" PRIMARY KEY("competition_id","unit")
);
--> statement-breakpoint
ALTER TABLE "calculation" ADD CONSTRAINT "calculation_competition_id_competition_id_fk" FOREIGN KEY ("competition_id") REFERENCES "public"."competition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "competition" ADD CONSTRAINT "competition_population_id_population_id_fk" FOREIGN KEY ("population_id") REFERENCES "public"."population"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "competition_lottery" ADD CONSTRAINT "competition_lottery_competition_id_competition_id_fk" FOREIGN KEY ("competition_id") REFERENCES "public"."competition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_competition_id_competition_id_fk" FOREIGN KEY ("competition_id") REFERENCES "public"."competition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "given_value" ADD CONSTRAINT "given_value_enrolment" FOREIGN KEY ("competition_id","person_id") REFERENCES "public"."enrolment"("competition_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mark" ADD CONSTRAINT "mark_enrolment" FOREIGN KEY ("competition_id","person_id") REFERENCES "public"."enrolment"("competition_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_population_id_population_id_fk" FOREIGN KEY ("population_id") REFERENCES "public"."population"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "population_staff" ADD CONSTRAINT "population_staff_population_id_population_id_fk" FOREIGN KEY ("population_id") REFERENCES "public"."population"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "population_staff" ADD CONSTRAINT "population_staff_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_feed" ADD CONSTRAINT "unit_feed_competition_id_competition_id_fk" FOREIGN KEY ("competition_id") REFERENCES "public"."competition"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calculation_competition" ON "calculation" USING btree ("competition_id","kind");--> statement-breakpoint
CREATE INDEX "calculation_asked" ON "calculation" USING btree ("id") WHERE state = 'asked';--> statement-breakpoint
CREATE INDEX "enrolment_person" ON "enrolment" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "mark_change_of" ON "mark_change" USING btree ("competition_id","person_id","unit");--> statement-breakpoint
CREATE INDEX "population_staff_account" ON "population_staff" USING btree ("account_id");--> statement-breakpoint
-- The rest is written by hand. Every value of a mark stays, whoever writes it, and with whatever program.
CREATE FUNCTION keep_mark_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
	INSERT INTO mark_change (competition_id, person_id, unit, mark, maximum, code, source, "by", "at")
	VALUES (NEW.competition_id, NEW.person_id, NEW.unit, NEW.mark, NEW.maximum, NEW.code, NEW.source, NEW."by", NEW."at");
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER mark_keeps_change AFTER INSERT OR UPDATE ON mark FOR EACH ROW EXECUTE FUNCTION keep_mark_change();
--> statement-breakpoint
CREATE TRIGGER mark_stays BEFORE DELETE OR TRUNCATE ON mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
CREATE TRIGGER mark_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON mark_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
--> statement-breakpoint
-- Whatever ranks are computed from raises the competition's revision: what was computed before is then known to be old.
CREATE FUNCTION raise_revision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
	UPDATE competition SET revision = revision + 1 WHERE id IN (SELECT DISTINCT competition_id FROM changed);
	RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
	inputs text;
BEGIN
	FOREACH inputs IN ARRAY ARRAY['mark', 'enrolment', 'given_value', 'competition_lottery'] LOOP
		EXECUTE format('CREATE TRIGGER %1$s_added AFTER INSERT ON %1$s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION raise_revision()', inputs);
		EXECUTE format('CREATE TRIGGER %1$s_edited AFTER UPDATE ON %1$s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION raise_revision()', inputs);
		EXECUTE format('CREATE TRIGGER %1$s_removed AFTER DELETE ON %1$s REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION raise_revision()', inputs);
	END LOOP;
END $$;
--> statement-breakpoint
-- What was computed is never changed: an order becomes a result once.
CREATE FUNCTION refuse_second_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR OLD.state <> 'asked' THEN
		RAISE EXCEPTION 'a calculation is never changed' USING ERRCODE = 'restrict_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER calculation_stays BEFORE UPDATE OR DELETE ON calculation FOR EACH ROW EXECUTE FUNCTION refuse_second_result();
