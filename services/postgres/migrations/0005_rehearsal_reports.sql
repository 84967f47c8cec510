CREATE TABLE "rehearsal_report" (
	"sitting_id" integer NOT NULL,
	"candidate_id" integer NOT NULL,
	"device_id" text NOT NULL,
	"room_id" integer NOT NULL,
	"report" jsonb NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rehearsal_report_sitting_id_candidate_id_device_id_pk" PRIMARY KEY("sitting_id","candidate_id","device_id")
);
--> statement-breakpoint
ALTER TABLE "rehearsal_report" ADD CONSTRAINT "rehearsal_report_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rehearsal_report_room" ON "rehearsal_report" USING btree ("room_id","sitting_id");