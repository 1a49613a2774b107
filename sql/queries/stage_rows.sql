create temp table {staging} on commit drop as
select {columns} from {noun} with no data
